// Package linkindex makes the rows by which the stores of this module search links
// without reading them. A segment is a row for up to 64 links of a workspace whose
// numbers follow each other. It has the texts of each link in lower case, and what else
// a query can ask of it. A [Filter] says which links of a segment a query selects.
//
// A segment begins with the bits of the slots that have a link (8 bytes, big endian), the
// bits of those that are open, and the length of the texts. The open bits and all lengths
// are unsigned varints of encoding/binary. The texts of a link begin with the byte 0xFF
// and 0x80 plus its slot. They are its name and codes, divided by 0xFE, then 0xFD, and its
// destination and tags, divided by 0xFE. No text in lower case has these bytes, since it
// is valid UTF-8. Behind the texts are the facts of each link, in the order of the slots:
// a byte of flags (1 is archived, 2 is deleted), the length of its terms, and the terms
// with a length each. A term is a kind and a text: "g" and the id of its group, "n" and
// the name of its group, "d" and the domain of a code, or "t" and a tag.
//
// A link whose texts and facts are long is open: the segment has only its flags. Whether
// a query selects it, only the link itself can say.
package linkindex

import (
	"bytes"

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
type entry struct {
	text, facts []byte
	open        bool
}

// maxShare is the most bytes that a segment has of a link, so that a transaction which
// changes a link does not need many times its size.
const maxShare = 4096

// entryOf returns what a segment has of a link.
func entryOf(l *linkpack.Link) entry {
	e := entry{text: texts(l), facts: facts(l)}
	if len(e.text)+len(e.facts) > maxShare {
		return entry{text: mark(l), facts: []byte{flags(l), 0}, open: true}
	}
	return e
}

func (e entry) equal(other entry) bool {
	return e.open == other.open && bytes.Equal(e.text, other.text) && bytes.Equal(e.facts, other.facts)
}

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
		s.entries[f.slot] = entry{text[:size:size], f.raw, f.open}
		text = text[size:]
	}
	if len(text) > 0 {
		return nil, damaged("a link has no facts")
	}
	return s, nil
}

// Put adds a link, or changes it.
func (s *Segment) Put(l *linkpack.Link) {
	s.entries[l.Number%Size] = entryOf(l)
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
	return s.entries[l.Number%Size].equal(entryOf(l))
}

// Equal reports whether a segment says the same of two links with the same number.
func Equal(a, b *linkpack.Link) bool {
	return entryOf(a).equal(entryOf(b))
}
