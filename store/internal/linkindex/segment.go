// Package linkindex makes the rows by which the stores of this module search links
// without reading them. A segment is a row for up to 64 links of a workspace whose
// numbers follow each other. It has the texts of each link in lower case, and what else
// a query can ask of it. A [Filter] says which links of a segment a query selects.
//
// A segment begins with the bits of the slots that have a link (8 bytes, big endian) and
// the length of the texts. The texts of a link begin with the byte 0xFF and 0x80 plus its
// slot. They are its name and codes, divided by 0xFE, then 0xFD, and its destination and
// tags, divided by 0xFE. No text in lower case has these bytes, since it is valid UTF-8.
// Behind the texts are the facts of each link: its flags, the length of its terms, and
// the terms with a length each.
package linkindex

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Size is the number of slots of a segment.
const Size = 64

// Of returns the segment of a link's number.
func Of(number uint32) (segment uint32) { return number / Size }

// Bit returns the bit of a link's number among those of its segment.
func Bit(number uint32) uint64 { return 1 << (number % Size) }

// Segment is a segment that can be changed. The zero value has no links.
type Segment struct {
	entries [Size]entry
}

// entry is what a segment has of a link: its texts from the byte 0xFF on, and its
// facts. It is empty if there is no such link.
type entry struct{ text, facts []byte }

// Parse returns the segment of a row. It keeps data.
func Parse(data []byte) (*Segment, error) {
	r, err := divide(data)
	if err != nil {
		return nil, err
	}
	s := new(Segment)
	text := r.text
	for f, err := range r.all() {
		if err != nil {
			return nil, err
		}
		if len(text) < 2 || text[0] != beginning || text[1] != slotMark|f.slot {
			return nil, damaged("a link has no texts")
		}
		size := bytes.IndexByte(text[1:], beginning) + 1
		if size == 0 {
			size = len(text)
		}
		s.entries[f.slot] = entry{text[:size:size], f.raw}
		text = text[size:]
	}
	if len(text) > 0 {
		return nil, damaged("a link has no facts")
	}
	return s, nil
}

// Put adds a link, or changes it.
func (s *Segment) Put(l *linkpack.Link) {
	slot := l.Number % Size
	s.entries[slot] = entry{texts(l), facts(l)}
}

// Delete removes the link with a number, if it is there.
func (s *Segment) Delete(number uint32) { s.entries[number%Size] = entry{} }

// Bits returns the bits of the links that the segment has.
func (s *Segment) Bits() (found uint64) {
	for slot, e := range s.entries {
		if e.facts != nil {
			found |= 1 << slot
		}
	}
	return found
}

// Has reports whether the segment says of a link what Put would.
func (s *Segment) Has(l *linkpack.Link) bool {
	e := s.entries[l.Number%Size]
	return bytes.Equal(e.text, texts(l)) && bytes.Equal(e.facts, facts(l))
}

// Equal reports whether a segment says the same of two links with the same number.
func Equal(a, b *linkpack.Link) bool {
	return bytes.Equal(texts(a), texts(b)) && bytes.Equal(facts(a), facts(b))
}

// Row returns the row of the segment. It is nil for one without links.
func (s *Segment) Row() []byte {
	slots := s.Bits()
	if slots == 0 {
		return nil
	}
	var text, facts []byte
	for _, e := range s.entries {
		text, facts = append(text, e.text...), append(facts, e.facts...)
	}
	row := make([]byte, 0, bitsSize+binary.MaxVarintLen32+len(text)+len(facts))
	row = binary.BigEndian.AppendUint64(row, slots)
	row = binary.AppendUvarint(row, uint64(len(text)))
	return append(append(row, text...), facts...)
}

// bitsSize is the length of the bits of the slots.
const bitsSize = 8

// row is a row, divided into its parts.
type row struct {
	slots       uint64
	text, facts []byte
}

// divide returns the parts of a row.
func divide(data []byte) (r row, err error) {
	if len(data) < bitsSize {
		return row{}, damaged("it is too short")
	}
	r.slots = binary.BigEndian.Uint64(data)
	text, facts, ok := cut(data[bitsSize:])
	if !ok {
		return row{}, damaged("its length is wrong")
	}
	r.text, r.facts = text, facts
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
