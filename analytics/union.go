package analytics

import "github.com/axiomhq/hyperloglog"

// union tells how many different visitors there are in several counts of one
// UTC day. It is exact while they are few.
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

// count returns how many they are.
func (u *union) count() uint64 {
	if u.sketch != nil {
		return u.sketch.Estimate()
	}
	return uint64(len(u.few))
}

// dayVisitors are the visitors of a UTC day, and those of the ways out of
// splits.
type dayVisitors struct {
	all      union
	variants map[variantName]*union
}

// variant returns the visitors of a way out of a split.
func (d *dayVisitors) variant(name variantName) *union {
	u := d.variants[name]
	if u == nil {
		u = new(union)
		if d.variants == nil {
			d.variants = make(map[variantName]*union)
		}
		d.variants[name] = u
	}
	return u
}

// visitorsOn returns the visitors of a day.
func (t *tally) visitorsOn(day uint32) *dayVisitors {
	d := t.days[day]
	if d == nil {
		d = new(dayVisitors)
		t.days[day] = d
	}
	return d
}

// visitor counts one visitor of a day.
func (t *tally) visitor(day uint32, hash uint64, variants []variantName) {
	d := t.visitorsOn(day)
	d.all.add(hash)
	if t.splits == nil {
		return
	}
	for _, name := range variants {
		d.variant(name).add(hash)
	}
}

// merge counts all visitors of a link's day.
func (t *tally) merge(day uint32, ru *rollup) error {
	d := t.visitorsOn(day)
	if err := d.all.merge(ru.visitorsOf("")); err != nil || t.splits == nil {
		return err
	}
	for i := range ru.variants {
		v := &ru.variants[i]
		if err := d.variant(v.variantName).merge(&v.visitors); err != nil {
			return err
		}
	}
	return nil
}

// close adds the visitors of a day to the sums, when all are known.
func (t *tally) close(day uint32) {
	d := t.days[day]
	if d == nil {
		return
	}
	t.uniques += d.all.count()
	for name, u := range d.variants {
		t.split(name).DailyUniques += u.count()
	}
	delete(t.days, day)
}
