package rollup

import "github.com/axiomhq/hyperloglog"

// Union counts the different visitors of several days or links in one key period.
// Small numbers are exact, large ones are estimates.
type Union struct {
	few    map[uint64]struct{}
	sketch *hyperloglog.Sketch
}

// maxExact is the largest number of visitors that is counted exactly.
const maxExact = 256

// Add adds a visitor.
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

// estimated changes the union from exact numbers to estimates.
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

// Merge adds the visitors of a rollup.
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

// Join adds the visitors of another union.
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

// Count returns the number of different visitors.
func (u *Union) Count() uint64 {
	if u.sketch != nil {
		return u.sketch.Estimate()
	}
	return uint64(len(u.few))
}
