package analytics

import "math/bits"

// row adds a stored rollup, reading no more of it than is asked for. It returns
// false, and has added nothing, when the clicks of the day have to be looked at.
func (t *tally) row(payload []byte, day utcDay) (done bool, err error) {
	r := reader{data: payload}
	_, _ = r.uvarint(), r.uvarint() // the blocks
	t.cells = readCells(&r, t.cells[:0], uint64(NumClasses)*quartersPerDay)
	if r.failed {
		return true, r.end()
	}
	if t.cells.cutHumans(day) || day.from%4 != 0 || day.to%4 != 0 {
		return false, nil
	}
	if inside, _ := t.addClasses(t.cells, day); inside == 0 {
		return true, nil
	}
	t.rowDims(&r, day)
	err = t.rowVisitors(&r, day.day)
	for err == nil && !t.brief && t.splits != nil && r.left() > 0 {
		err = t.rowVariant(&r, day)
	}
	if r.failed {
		err = r.end()
	}
	return true, err
}

// cutHumans reports whether there are human clicks both in the range's part of
// a day and outside of it.
func (c cells) cutHumans(day utcDay) bool {
	inside, outside := false, false
	for _, c := range c {
		if Class(c.slot/quartersPerDay) == Human {
			quarter := int(c.slot % quartersPerDay)
			in := day.from <= quarter && quarter < day.to
			inside, outside = inside || in, outside || !in
		}
	}
	return inside && outside
}

// rowDims adds the dimensions of a row.
func (t *tally) rowDims(r *reader, day utcDay) {
	for range r.byte() {
		d := Dimension(r.byte())
		if int(d) >= numDims {
			r.fail()
		}
		for i := range r.count(2) {
			name := t.nameIn(r, i)
			clicks := sumHours(r, day.from/4, day.to/4)
			if r.failed {
				return
			}
			if !t.brief {
				t.countBytes(d, name, clicks)
			}
		}
	}
}

// nameIn reads the name of the nth value.
func (t *tally) nameIn(r *reader, n int) []byte {
	if !t.merged {
		return r.bytes(r.count(1))
	}
	t.name = r.name(t.name, n)
	return t.name
}

// rowVisitors adds the visitors of the link, which stand before those of rules.
func (t *tally) rowVisitors(r *reader, day uint32) error {
	for range r.count(2) {
		rule := r.bytes(r.count(1))
		t.readVisitors(r)
		if len(rule) > 0 || r.failed {
			continue
		}
		if err := t.visitorsOfLink(day); err != nil {
			return err
		}
	}
	return nil
}

// visitorsOfLink adds the visitors that were read.
func (t *tally) visitorsOfLink(day uint32) error {
	if t.splits == nil && !t.merged {
		return t.visitorsOn(day).all.merge(&t.visitors)
	}
	t.uniques += t.visitors.estimate() // nothing is pending of that day, and no other row is of it
	if t.whole == nil {
		return nil
	}
	return t.whole.all.merge(&t.visitors)
}

// rowVariant adds one way out of a split.
func (t *tally) rowVariant(r *reader, day utcDay) error {
	name := variantName{split: r.string(), rule: r.string()}
	clicks := sumHours(r, day.from/4, day.to/4)
	t.readVisitors(r)
	if r.failed {
		return nil
	}
	t.variant(name, clicks)
	t.split(name).DailyUniques += t.visitors.estimate()
	if t.whole == nil {
		return nil
	}
	return t.whole.variant(name).merge(&t.visitors)
}

// readVisitors reads visitors in the memory of those before.
func (t *tally) readVisitors(r *reader) {
	t.visitors = visitors{few: t.visitors.few[:0]}
	t.visitors.read(r)
}

// sumHours reads the hours of a value and returns its clicks from one hour up
// to another.
func sumHours(r *reader, from, to int) (clicks uint64) {
	wanted := uint32(1)<<to - uint32(1)<<from
	switch first := r.byte(); {
	case first < 24:
		return uint64(wanted >> first & 1)
	case first < manyHours:
		return uint64(r.uint32()) * uint64(wanted>>(first-24)&1)
	}
	mask := uint32(r.byte()) | uint32(r.byte())<<8 | uint32(r.byte())<<16
	for ; mask != 0; mask &= mask - 1 {
		clicks += uint64(r.uint32()) * uint64(wanted>>bits.TrailingZeros32(mask)&1)
	}
	return clicks
}
