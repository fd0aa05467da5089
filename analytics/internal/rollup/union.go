package rollup

import (
	"slices"

	"github.com/axiomhq/hyperloglog"
)

// Union counts the different visitors of several days or links in one key period.
// Up to maxExact are counted exactly, more are estimated.
type Union struct {
	marks  []uint32 // the first single ones are all different
	single int
	sketch *hyperloglog.Sketch // nil while the number is exact
}

// maxExact is the largest number of visitors that is counted exactly.
const maxExact = 1 << 15

// fewMarks is the number of marks up to which sorting is as fast as a table.
const fewMarks = 1 << 5

// Add adds a visitor.
func (u *Union) Add(hash uint64) {
	u.marks = append(u.marks, MarkOf(hash))
	u.bound()
}

// bound limits the memory. It drops repeated marks, or moves the marks to the sketch.
func (u *Union) bound() {
	if len(u.marks) < 2*maxExact {
		return
	}
	if u.compact(new(Table)); u.sketch != nil || u.single > maxExact {
		u.estimated()
	}
}

// compact drops repeated marks.
func (u *Union) compact(t *Table) {
	if u.single == len(u.marks) {
		return
	}
	if len(u.marks) < fewMarks {
		slices.Sort(u.marks)
		u.marks = slices.Compact(u.marks)
	} else {
		u.marks = t.distinct(u.marks)
	}
	u.single = len(u.marks)
}

// estimated moves the marks to the sketch.
func (u *Union) estimated() {
	if u.sketch == nil {
		u.sketch = hyperloglog.NewNoSparse()
	}
	for _, mark := range u.marks {
		u.sketch.InsertHash(hashOf(mark))
	}
	u.marks, u.single = u.marks[:0], 0
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
	u.addMarks(v.Few)
	return nil
}

// addMarks adds visitors by their marks.
func (u *Union) addMarks(marks []uint32) {
	u.marks = append(u.marks, marks...)
	u.bound()
}

// Join adds the visitors of another union.
func (u *Union) Join(other *Union) error {
	u.addMarks(other.marks)
	if other.sketch == nil {
		return nil
	}
	u.estimated()
	return u.sketch.Merge(other.sketch)
}

// Count returns the number of different visitors.
func (u *Union) Count() uint64 { return u.CountIn(new(Table)) }

// CountIn is Count in the memory of a table, for many unions one after the other.
func (u *Union) CountIn(t *Table) uint64 {
	if u.compact(t); u.sketch == nil && u.single <= maxExact {
		return uint64(u.single)
	}
	u.estimated()
	return different(u.sketch.Estimate())
}

// Clear removes all visitors. It keeps the memory.
func (u *Union) Clear() { u.marks, u.single, u.sketch = u.marks[:0], 0, nil }
