package tally

import (
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// row adds a stored rollup without decoding more than is needed. If single clicks
// of the day have to be counted, it adds nothing and returns false.
func (t *Tally) row(payload []byte, day UtcDay) (done bool, err error) {
	r := wire.Reader{Data: payload}
	_, _ = r.Uvarint(), r.Uvarint() // the blocks
	t.cells = rollup.ReadCells(&r, t.cells[:0], rollup.ClassCells)
	if r.Failed {
		return true, r.End()
	}
	if cutHumans(t.cells, day) || day.from%4 != 0 || day.to%4 != 0 {
		return false, nil
	}
	inside, _ := t.addClasses(t.cells, day)
	dimensions := t.daySections(&r, day)
	if inside == 0 {
		return true, r.Whole()
	}
	t.rowDims(&r, dimensions, day)
	err = t.rowVisitors(&r, day.day)
	for err == nil && !t.Brief && t.splits != nil && r.Left() > 0 {
		err = t.rowVariant(&r, day)
	}
	if r.Failed {
		err = r.End()
	}
	return true, err
}

// cutHumans reports whether a day has human clicks both inside and outside of the
// range.
func cutHumans(c rollup.Cells, day UtcDay) bool {
	inside, outside := false, false
	for _, c := range c {
		if analytics.Class(c.Slot/rollup.QuartersPerDay) == analytics.Human {
			quarter := int(c.Slot % rollup.QuartersPerDay)
			in := day.from <= quarter && quarter < day.to
			inside, outside = inside || in, outside || !in
		}
	}
	return inside && outside
}

// rowDims adds so many dimensions of a row.
func (t *Tally) rowDims(r *wire.Reader, dimensions int, day UtcDay) {
	for range dimensions {
		d := analytics.Dimension(r.Byte())
		if int(d) >= rollup.NumDimensions {
			r.Fail()
		}
		for i := range r.Count(2) {
			name := t.nameIn(r, i)
			clicks := sumHours(r, day.from/4, day.to/4)
			if r.Failed {
				return
			}
			if !t.Brief {
				t.countBytes(d, name, clicks)
			}
		}
	}
}

// nameIn reads the name of the nth value.
func (t *Tally) nameIn(r *wire.Reader, n int) []byte {
	if !t.merged {
		return r.Bytes(r.Count(1))
	}
	t.name = r.Name(t.name, n)
	return t.name
}

// rowVisitors adds the visitors of the link and skips those of rules.
func (t *Tally) rowVisitors(r *wire.Reader, day uint32) error {
	for range r.Count(2) {
		if rule := r.Bytes(r.Count(1)); len(rule) > 0 {
			rollup.CountVisitors(r)
		} else if err := t.visitorsOfLink(r, day); err != nil {
			return err
		}
	}
	return nil
}

// visitorsOfLink adds the visitors of the link. Their number is enough if nothing of the
// day is pending, the day has no other row, in no lane, and no visitor is recognised on other days.
func (t *Tally) visitorsOfLink(r *wire.Reader, day uint32) error {
	if t.Several || t.splits == nil && !t.merged {
		_, err := t.visitorsIn(r, &t.visitorsOn(day).all)
		return err
	}
	var whole *rollup.Union
	if t.whole != nil {
		whole = &t.whole.all
	}
	uniques, err := t.visitorsIn(r, whole)
	t.uniques += uniques
	return err
}

// rowVariant adds a variant of a split.
func (t *Tally) rowVariant(r *wire.Reader, day UtcDay) error {
	name := rollup.VariantName{Split: r.String(), Rule: r.String()}
	clicks := sumHours(r, day.from/4, day.to/4)
	var all *rollup.Union
	switch {
	case r.Failed:
	case t.Several:
		all = t.visitorsOn(day.day).variant(name)
	case t.whole != nil:
		all = t.whole.variant(name)
	}
	uniques, err := t.visitorsIn(r, all)
	if err != nil || r.Failed {
		return err
	}
	t.variant(name, clicks)
	if !t.Several {
		t.split(name).DailyUniques += uniques
	}
	return nil
}

// visitorsIn reads visitors, adds them to a union and returns their number. Without a
// union they are not decoded. It uses the memory of the visitors before.
func (t *Tally) visitorsIn(r *wire.Reader, u *rollup.Union) (uint64, error) {
	if u == nil {
		return rollup.CountVisitors(r), nil
	}
	t.visitors = rollup.Visitors{Few: t.visitors.Few[:0]}
	if t.visitors.Read(r); r.Failed {
		return 0, nil
	}
	uniques := t.visitors.Estimate()
	return uniques, u.Merge(&t.visitors)
}

// sumHours reads the hours of a value and returns its clicks from one hour up to
// another, exclusive.
func sumHours(r *wire.Reader, from, to int) (clicks uint64) {
	wanted := uint32(1)<<to - uint32(1)<<from
	switch first := r.Byte(); {
	case first < 24:
		return uint64(wanted >> first & 1)
	case first < rollup.ManyHours:
		return uint64(r.Uint32()) * uint64(wanted>>(first-24)&1)
	}
	mask := uint32(r.Byte()) | uint32(r.Byte())<<8 | uint32(r.Byte())<<16
	for ; mask != 0; mask &= mask - 1 {
		clicks += uint64(r.Uint32()) * uint64(wanted>>bits.TrailingZeros32(mask)&1)
	}
	return clicks
}
