package rollup

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// TotalSum adds up the requests of all days: the classes, as varints.
type TotalSum struct {
	Classes analytics.ClassCounts // requests
}

// Add adds the requests of a day.
func (s *TotalSum) Add(requests Cells) {
	for _, c := range requests {
		s.Classes[c.Slot/QuartersPerDay] += c.Count
	}
}

// Value returns the sum as it is stored; nil when there was nothing to add up.
func (s *TotalSum) Value() []byte {
	if *s == (TotalSum{}) {
		return nil
	}
	b := wire.NewValue(nil)
	for _, n := range s.Classes {
		b = binary.AppendUvarint(b, n)
	}
	return wire.Seal(b)
}

// Read reads a sum's payload.
func (s *TotalSum) Read(payload []byte) error {
	r := wire.Reader{Data: payload}
	for class := range s.Classes {
		s.Classes[class] = r.Uvarint()
	}
	return r.End()
}
