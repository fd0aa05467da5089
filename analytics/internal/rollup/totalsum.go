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

// AddRollup adds the requests of a stored rollup.
func (s *TotalSum) AddRollup(value []byte) error {
	requests, err := RequestsOf(value)
	if err == nil {
		s.Add(requests)
	}
	return err
}

// Join adds other requests.
func (s *TotalSum) Join(other *TotalSum) {
	for class, n := range other.Classes {
		s.Classes[class] += n
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

// ReadValue reads what Value returned.
func (s *TotalSum) ReadValue(value []byte) error {
	payload, err := wire.Unseal(value)
	if err != nil {
		return err
	}
	return s.Read(payload)
}

// Read reads a sum's payload.
func (s *TotalSum) Read(payload []byte) error {
	r := wire.Reader{Data: payload}
	for class := range s.Classes {
		s.Classes[class] = r.Uvarint()
	}
	return r.End()
}
