package analytics

import "math/bits"

// row adds a stored rollup of the folder's link, reading no more of it than is
// asked for. The day begins and ends with a whole hour.
func (t *tally) row(f *folder, day utcDay) error {
	key := pairKey(day.day, f.link)
	payload, err := get(f.tx, TableRollups, key)
	if err != nil || payload == nil {
		return err
	}
	r := reader{data: payload}
	_, _ = r.uvarint(), r.uvarint() // the blocks
	t.cells = readCells(&r, t.cells[:0], uint64(NumClasses)*quartersPerDay)
	t.addClasses(t.cells, day)
	for range r.byte() {
		d := Dimension(r.byte())
		if int(d) >= numDims {
			r.fail()
		}
		for range r.count(2) {
			name := r.bytes(r.count(1))
			clicks := sumHours(&r, day.from/4, day.to/4)
			if r.failed {
				break
			}
			t.countBytes(d, name, clicks)
		}
	}
	if r.failed {
		return inRow(r.end(), TableRollups, key)
	}
	return nil
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
