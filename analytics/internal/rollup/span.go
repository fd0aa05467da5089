package rollup

import (
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Span is where a link's clicks of a day are in the log.
type Span struct {
	First, Last uint64 // blocks
	Requests    Cells  // by class and quarter-hour
	Conversions bool   // whether there are any
}

// Read reads the span of a stored rollup. It uses the memory of the requests again.
func (s *Span) Read(value []byte) error {
	payload, err := wire.Unseal(value)
	if err != nil {
		return err
	}
	r := wire.Reader{Data: payload}
	s.First = r.Uvarint()
	s.Last = s.First + r.Uvarint()
	s.Requests = ReadCells(&r, s.Requests[:0], ClassCells)
	s.Conversions = r.Byte() > 0 && r.Byte() == conversionSection
	return r.Whole()
}
