package tally

import (
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// unions are the visitors of a day or of the range, and those of variants.
type unions struct {
	all      rollup.Union
	variants map[rollup.VariantName]*rollup.Union
}

// variant returns the visitors of a variant.
func (u *unions) variant(name rollup.VariantName) *rollup.Union {
	v := u.variants[name]
	if v == nil {
		v = new(rollup.Union)
		if u.variants == nil {
			u.variants = make(map[rollup.VariantName]*rollup.Union)
		}
		u.variants[name] = v
	}
	return v
}

// join adds the visitors of others.
func (u *unions) join(others *unions) error {
	if err := u.all.Join(&others.all); err != nil {
		return err
	}
	for name, v := range others.variants {
		if err := u.variant(name).Join(v); err != nil {
			return err
		}
	}
	return nil
}

// Recognise has each visitor counted once in the whole range if the range is in one
// key period.
func (t *Tally) Recognise(periods clicklog.KeyPeriods) {
	from, to := t.calendar.bounds()
	first, last := wire.DayOf(max(from, 0)), wire.DayOf(max(to-1, 0))
	t.oneKey = periods.Start(first) == periods.Start(last)
	if t.oneKey && first != last {
		t.whole = new(unions)
	}
}

// visitorsOn returns the visitors of a day.
func (t *Tally) visitorsOn(day uint32) *unions {
	u := t.days[day]
	if u == nil {
		u = t.emptyUnions()
		t.days[day] = u
	}
	return u
}

// emptyUnions returns unions without visitors, in the memory of a closed day if there
// is one.
func (t *Tally) emptyUnions() *unions {
	last := len(t.spare) - 1
	if last < 0 {
		return new(unions)
	}
	u := t.spare[last]
	t.spare = t.spare[:last]
	u.all.Clear()
	u.variants = nil
	return u
}

// visitor adds a visitor to a day.
func (t *Tally) visitor(day uint32, hash uint64, variants []rollup.VariantName) {
	u := t.visitorsOn(day)
	u.all.Add(hash)
	if t.splits == nil {
		return
	}
	for _, name := range variants {
		u.variant(name).Add(hash)
	}
}

// merge adds all visitors of a link's day.
func (t *Tally) merge(day uint32, ru *rollup.Rollup) error {
	u := t.visitorsOn(day)
	if err := u.all.Merge(ru.VisitorsOf("")); err != nil || t.splits == nil {
		return err
	}
	for i := range ru.Variants {
		v := &ru.Variants[i]
		if err := u.variant(v.VariantName).Merge(&v.Visitors); err != nil {
			return err
		}
	}
	return nil
}

// endLane adds the visitors of the days that are left, unless another lane may have more
// of them.
func (t *Tally) endLane() error {
	if t.Several {
		return nil
	}
	return t.Close()
}

// endDay adds the visitors of a day, unless another lane may have more of them.
func (t *Tally) endDay(day uint32) error {
	if t.Several {
		return nil
	}
	return t.close(day)
}

// Close adds the visitors of the days that are left. It is called when all lanes were
// added.
func (t *Tally) Close() error {
	for day := range t.days {
		if err := t.close(day); err != nil {
			return err
		}
	}
	return nil
}

// close adds the visitors of a day to the sums and to the visitors of the range. It
// is called when the day's visitors are complete.
func (t *Tally) close(day uint32) error {
	u := t.days[day]
	if u == nil {
		return nil
	}
	delete(t.days, day)
	t.spare = append(t.spare, u)
	t.uniques += u.all.CountIn(&t.table)
	for name, v := range u.variants {
		t.split(name).DailyUniques += v.CountIn(&t.table)
	}
	if t.whole == nil {
		return nil
	}
	return t.whole.join(u)
}

// different returns the number of different visitors in the range, or nil if it has
// several key periods. It is at most daily, the sum over the days.
func (t *Tally) different(daily uint64, of func(*unions) *rollup.Union) *uint64 {
	if !t.oneKey {
		return nil
	}
	if t.whole != nil {
		daily = min(daily, of(t.whole).Count())
	}
	return &daily
}
