package analytics

import "math"

// requestsIn returns the number of requests in the value of a sum; 0 for none.
func requestsIn(k sumKey, value []byte) (n uint64) {
	payload, err := unseal(value)
	if err != nil {
		return 0
	}
	r := reader{data: payload}
	switch k.kind {
	case sumDay:
		_, _ = r.uvarint(), r.uvarint()
		for _, c := range readCells(&r, nil, math.MaxUint16) {
			n += c.count
		}
	case sumMonth:
		for days := monthDays(&r); days != 0 && r.left() > 0; days &= days - 1 {
			for _, c := range readCells(&r, nil, math.MaxUint16) {
				n += c.count
			}
		}
	case sumAll:
		for r.left() > 0 {
			n += r.uvarint()
		}
	}
	return n
}
