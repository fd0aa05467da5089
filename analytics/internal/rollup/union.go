package rollup

import "github.com/axiomhq/hyperloglog"

// Union tells how many different visitors there are in several counts of one
// key period. It is exact while they are few.
type Union struct {
	few    map[uint64]struct{}
	sketch *hyperloglog.Sketch
}

// maxExact is the most visitors that a union knows one by one.
const maxExact = 256

// Add counts a visitor.
func (u *Union) Add(hash uint64) {
	if u.sketch != nil {
		u.sketch.InsertHash(hash)
		return
	}
	if u.few == nil {
		u.few = make(map[uint64]struct{})
	}
	u.few[hash] = struct{}{}
	if len(u.few) > maxExact {
		u.estimated()
	}
}

// estimated makes the union one that is estimated.
func (u *Union) estimated() {
	if u.sketch != nil {
		return
	}
	u.sketch = hyperloglog.New14()
	for hash := range u.few {
		u.sketch.InsertHash(hash)
	}
	u.few = nil
}

// Merge counts visitors.
func (u *Union) Merge(v *Visitors) error {
	if err := v.unpack(); err != nil {
		return err
	}
	if v.sketch != nil {
		u.estimated()
		return u.sketch.Merge(v.sketch)
	}
	for _, hash := range v.Few {
		u.Add(hash)
	}
	return nil
}

// Join counts the visitors of another union too.
func (u *Union) Join(other *Union) error {
	if other.sketch != nil {
		u.estimated()
		return u.sketch.Merge(other.sketch)
	}
	for hash := range other.few {
		u.Add(hash)
	}
	return nil
}

// Count returns how many they are.
func (u *Union) Count() uint64 {
	if u.sketch != nil {
		return u.sketch.Estimate()
	}
	return uint64(len(u.few))
}
