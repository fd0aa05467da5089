package linkindex

import (
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Row returns the row of the segment. It is nil for one without links.
func (s *Segment) Row() []byte {
	slots := s.Bits()
	if slots == 0 {
		return nil
	}
	var open uint64
	var text, facts []byte
	for slot, e := range s.entries {
		text, facts = append(text, e.text...), append(facts, e.facts...)
		if e.open {
			open |= 1 << slot
		}
	}
	row := make([]byte, 0, bitsSize+binary.MaxVarintLen64+binary.MaxVarintLen32+len(text)+len(facts))
	row = binary.BigEndian.AppendUint64(row, slots)
	row = binary.AppendUvarint(row, open)
	row = binary.AppendUvarint(row, uint64(len(text)))
	return append(append(row, text...), facts...)
}

// bitsSize is the length of the bits of the slots.
const bitsSize = 8

// row is a row, divided into its parts.
type row struct {
	slots, open uint64
	text, facts []byte
}

// divide returns the parts of a row.
func divide(data []byte) (r row, err error) {
	if len(data) < bitsSize {
		return row{}, damaged("it is too short")
	}
	r.slots = binary.BigEndian.Uint64(data)
	open, n := binary.Uvarint(data[bitsSize:])
	if n <= 0 || open&^r.slots != 0 {
		return row{}, damaged("it lacks an open link")
	}
	text, facts, ok := cut(data[bitsSize+n:])
	if !ok {
		return row{}, damaged("its length is wrong")
	}
	r.open, r.text, r.facts = open, text, facts
	return r, nil
}

// cut returns the first part of data, which begins with its length, and the rest.
func cut(data []byte) (part, rest []byte, ok bool) {
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return nil, nil, false
	}
	end := n + int(size)
	return data[n:end:end], data[end:], true
}

func damaged(reason string) error {
	return fmt.Errorf("%w: a segment of the search: %s", linkpack.ErrDamaged, reason)
}
