package rollup

import (
	"math"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// RequestsOf reads the requests of a stored rollup.
func RequestsOf(value []byte) (Cells, error) {
	payload, err := wire.Unseal(value)
	if err != nil {
		return nil, err
	}
	r := wire.Reader{Data: payload}
	_, _ = r.Uvarint(), r.Uvarint() // the blocks
	requests := ReadCells(&r, nil, ClassCells)
	return requests, r.Whole()
}

// RequestsIn returns the number of requests in the value of a sum; 0 for none, and for
// visitors.
func RequestsIn(k wire.SumKey, value []byte) (n uint64) {
	payload, err := wire.Unseal(value)
	if err != nil {
		return 0
	}
	r := wire.Reader{Data: payload}
	switch k.Kind {
	case wire.SumDay:
		_, _ = r.Uvarint(), r.Uvarint()
		for _, c := range ReadCells(&r, nil, math.MaxUint16) {
			n += c.Count
		}
	case wire.SumMonth:
		n = requestsOfMonth(&r)
	case wire.SumAll:
		for r.Left() > 0 {
			n += r.Uvarint()
		}
	case wire.SumPage:
		n = requestsOfPage(payload)
	}
	return n
}

// requestsOfPage returns the number of requests in the sums of a page.
func requestsOfPage(payload []byte) (n uint64) {
	var page MonthPage
	if page.Read(payload) != nil {
		return 0
	}
	for i := range page.Parts.ends {
		n += requestsOfMonth(&wire.Reader{Data: page.Parts.nth(i)})
	}
	return n
}

// requestsOfMonth returns the number of requests in the sum of a month.
func requestsOfMonth(r *wire.Reader) (n uint64) {
	for days := MonthDays(r); days != 0 && r.Left() > 0; days &= days - 1 {
		for _, c := range ReadCells(r, nil, math.MaxUint16) {
			n += c.Count
		}
	}
	return n
}
