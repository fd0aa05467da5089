package analytics

import (
	"encoding/binary"
	"slices"
)

// KeyPeriod says how long visitors are told apart with the same key. Within a
// period a visitor is one; in the next, nobody can tell that he came back.
type KeyPeriod uint8

const (
	// OneDay is one UTC day.
	OneDay KeyPeriod = iota
	// ThirtyDays are 30 UTC days. One period follows the other from 1970-01-01
	// on, so that one of them began on 2026-03-08, wherever months begin.
	ThirtyDays
)

// days returns how many days a period has.
func (p KeyPeriod) days() uint32 {
	if p == ThirtyDays {
		return 30
	}
	return 1
}

// keyPeriods are the lengths that periods have had, in order. Before the first
// of them a period was one day.
type keyPeriods []keyLength

// keyLength is how many days periods have had from a day on.
type keyLength struct{ from, days uint32 }

// start returns the first day of the period of a day. One that was cut short
// ended when the next length began.
func (p keyPeriods) start(day uint32) uint32 {
	for _, l := range slices.Backward(p) {
		if l.from <= day {
			return max(l.from, day-day%l.days)
		}
	}
	return day
}

// over reports whether the key that was drawn on a day is not to be used on
// another one, because a period has begun since. A clock that goes back a little
// does not bring the old key back; one that had run ahead by more than a day does
// not have a key live until it gets there again.
func (p keyPeriods) over(drawn, day uint32) bool {
	began := p.start(drawn)
	return p.start(day) > began || day+1 < began
}

// change returns the periods when they have a length from a day on, whatever
// was chosen for the days behind it.
func (p keyPeriods) change(from, days uint32) keyPeriods {
	p = slices.DeleteFunc(slices.Clone(p), func(l keyLength) bool { return l.from >= from })
	now := uint32(1)
	if n := len(p); n > 0 {
		now = p[n-1].days
	}
	if days == now {
		return p
	}
	return append(p, keyLength{from, days})
}

// append appends each length: the first day and the days, varints.
func (p keyPeriods) append(b []byte) []byte {
	for _, l := range p {
		b = binary.AppendUvarint(b, uint64(l.from))
		b = binary.AppendUvarint(b, uint64(l.days))
	}
	return b
}

// readKeyPeriods reads what append wrote, up to the end.
func readKeyPeriods(r *reader) (p keyPeriods) {
	for r.left() > 0 {
		l := keyLength{r.uint32(), r.uint32()}
		if n := len(p); l.days == 0 || n > 0 && l.from <= p[n-1].from {
			r.fail()
		}
		p = append(p, l)
	}
	return p
}
