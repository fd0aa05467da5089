package clicklog

import (
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// KeyPeriods are the lengths that periods have had, in order. Before the first
// of them a period was one day.
type KeyPeriods []keyLength

// keyLength is how many days periods have had from a day on.
type keyLength struct{ from, days uint32 }

// Start returns the first day of the period of a day. One that was cut short
// ended when the next length began.
func (p KeyPeriods) Start(day uint32) uint32 {
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
func (p KeyPeriods) over(drawn, day uint32) bool {
	began := p.Start(drawn)
	return p.Start(day) > began || day+1 < began
}

// Change returns the periods when they have a length from a day on, whatever
// was chosen for the days behind it.
func (p KeyPeriods) Change(from, days uint32) KeyPeriods {
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
func (p KeyPeriods) append(b []byte) []byte {
	for _, l := range p {
		b = binary.AppendUvarint(b, uint64(l.from))
		b = binary.AppendUvarint(b, uint64(l.days))
	}
	return b
}

// readKeyPeriods reads what append wrote, up to the end.
func readKeyPeriods(r *wire.Reader) (p KeyPeriods) {
	for r.Left() > 0 {
		l := keyLength{r.Uint32(), r.Uint32()}
		if n := len(p); l.days == 0 || n > 0 && l.from <= p[n-1].from {
			r.Fail()
		}
		p = append(p, l)
	}
	return p
}
