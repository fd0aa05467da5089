package analytics

import "encoding/binary"

// totalSum adds up the requests of all days: the classes, as varints.
type totalSum struct {
	classes [NumClasses]uint64
}

// add adds the requests of a day.
func (s *totalSum) add(requests cells) {
	for _, c := range requests {
		s.classes[c.slot/quartersPerDay] += c.count
	}
}

// value returns the sum as it is stored; nil when there was nothing to add up.
func (s *totalSum) value() []byte {
	if *s == (totalSum{}) {
		return nil
	}
	b := newValue(nil)
	for _, n := range s.classes {
		b = binary.AppendUvarint(b, n)
	}
	return seal(b)
}

// read reads a sum's payload.
func (s *totalSum) read(payload []byte) error {
	r := reader{data: payload}
	for class := range s.classes {
		s.classes[class] = r.uvarint()
	}
	return r.end()
}
