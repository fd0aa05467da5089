package clicklog

import (
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// KeyPeriods are the lengths that periods have had, in order. Before the first
// entry, a period is one day.
type KeyPeriods []keyLength

// keyLength is the length of periods, in days, from a day on.
type keyLength struct{ from, days uint32 }

// Start returns the first day of the period that has a day. A change of length ends
// a period early.
func (p KeyPeriods) Start(day uint32) uint32 {
	for _, l := range slices.Backward(p) {
		if l.from <= day {
			return max(l.from, day-day%l.days)
		}
	}
	return day
}

// over reports whether a key drawn on one day must not be used on another day,
// because a new period has begun. The key stays if the clock goes back to the day
// before the period. If it goes back further, the clock had run ahead, and the key
// is replaced so that it does not live too long.
func (p KeyPeriods) over(drawn, day uint32) bool {
	began := p.Start(drawn)
	return p.Start(day) > began || day+1 < began
}

// Change returns the periods with a new length from a day on. It replaces earlier
// changes for later days.
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

// append appends the first day and the length of each entry as varints.
func (p KeyPeriods) append(b []byte) []byte {
	for _, l := range p {
		b = binary.AppendUvarint(b, uint64(l.from))
		b = binary.AppendUvarint(b, uint64(l.days))
	}
	return b
}

// readKeyPeriods reads what append wrote, up to the end of the payload.
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
