package analytics

import "github.com/axiomhq/hyperloglog"

// union tells how many different visitors there are in several counts of one
// key period. It is exact while they are few.
type union struct {
	few    map[uint64]struct{}
	sketch *hyperloglog.Sketch
}

// maxExact is the most visitors that a union knows one by one.
const maxExact = 256

// add counts a visitor.
func (u *union) add(hash uint64) {
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
func (u *union) estimated() {
	if u.sketch != nil {
		return
	}
	u.sketch = hyperloglog.New14()
	for hash := range u.few {
		u.sketch.InsertHash(hash)
	}
	u.few = nil
}

// merge counts visitors.
func (u *union) merge(v *visitors) error {
	if err := v.unpack(); err != nil {
		return err
	}
	if v.sketch != nil {
		u.estimated()
		return u.sketch.Merge(v.sketch)
	}
	for _, hash := range v.few {
		u.add(hash)
	}
	return nil
}

// join counts the visitors of another union too.
func (u *union) join(other *union) error {
	if other.sketch != nil {
		u.estimated()
		return u.sketch.Merge(other.sketch)
	}
	for hash := range other.few {
		u.add(hash)
	}
	return nil
}

// count returns how many they are.
func (u *union) count() uint64 {
	if u.sketch != nil {
		return u.sketch.Estimate()
	}
	return uint64(len(u.few))
}
