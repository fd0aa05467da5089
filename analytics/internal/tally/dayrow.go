package tally

import (
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// row adds a stored rollup, reading no more of it than is asked for. It returns
// false, and has added nothing, when the clicks of the day have to be looked at.
func (t *Tally) row(payload []byte, day utcDay) (done bool, err error) {
	r := wire.Reader{Data: payload}
	_, _ = r.Uvarint(), r.Uvarint() // the blocks
	t.cells = rollup.ReadCells(&r, t.cells[:0], rollup.ClassCells)
	if r.Failed {
		return true, r.End()
	}
	if cutHumans(t.cells, day) || day.from%4 != 0 || day.to%4 != 0 {
		return false, nil
	}
	if inside, _ := t.addClasses(t.cells, day); inside == 0 {
		return true, nil
	}
	t.rowDims(&r, day)
	err = t.rowVisitors(&r, day.day)
	for err == nil && !t.Brief && t.splits != nil && r.Left() > 0 {
		err = t.rowVariant(&r, day)
	}
	if r.Failed {
		err = r.End()
	}
	return true, err
}

// cutHumans reports whether there are human clicks both in the range's part of
// a day and outside of it.
func cutHumans(c rollup.Cells, day utcDay) bool {
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

// rowDims adds the dimensions of a row.
func (t *Tally) rowDims(r *wire.Reader, day utcDay) {
	for range r.Byte() {
		d := analytics.Dimension(r.Byte())
		if int(d) >= rollup.NumDimensions {
			r.Fail()
		}
		for range r.Count(2) {
			name := r.Bytes(r.Count(1))
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

// rowVisitors adds the visitors of the link, which stand before those of rules.
func (t *Tally) rowVisitors(r *wire.Reader, day uint32) error {
	for range r.Count(2) {
		rule := r.Bytes(r.Count(1))
		t.readVisitors(r)
		if len(rule) > 0 || r.Failed {
			continue
		}
		if err := t.visitorsOfLink(day); err != nil {
			return err
		}
	}
	return nil
}

// visitorsOfLink adds the visitors that were read.
func (t *Tally) visitorsOfLink(day uint32) error {
	if t.splits == nil {
		return t.visitorsOn(day).all.Merge(&t.visitors)
	}
	t.uniques += t.visitors.Estimate() // there is one link, and nothing pending of that day
	if t.whole == nil {
		return nil
	}
	return t.whole.all.Merge(&t.visitors)
}

// rowVariant adds one way out of a split.
func (t *Tally) rowVariant(r *wire.Reader, day utcDay) error {
	name := rollup.VariantName{Split: r.String(), Rule: r.String()}
	clicks := sumHours(r, day.from/4, day.to/4)
	t.readVisitors(r)
	if r.Failed {
		return nil
	}
	t.variant(name, clicks)
	t.split(name).DailyUniques += t.visitors.Estimate()
	if t.whole == nil {
		return nil
	}
	return t.whole.variant(name).Merge(&t.visitors)
}

// readVisitors reads visitors in the memory of those before.
func (t *Tally) readVisitors(r *wire.Reader) {
	t.visitors = rollup.Visitors{Few: t.visitors.Few[:0]}
	t.visitors.Read(r)
}

// sumHours reads the hours of a value and returns its clicks from one hour up
// to another.
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
