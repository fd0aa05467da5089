// Package linkindex makes the rows by which the stores of this module search links
// without reading them. A segment is a row for up to 64 links of a workspace whose
// numbers follow each other. It has the texts of each link in lower case, and what else
// a query can ask of it. A [Filter] says which links of a segment a query selects.
//
// A segment has a head and texts. Most questions are answered by the head, so both have a
// checksum of their own, a CRC-32C: the texts are read only where they have to be. The
// checksum of the head covers its length, and that of the texts goes on from it.
//
// The head has bits for the 64 slots: those that have a link (8 bytes, big endian), and
// those whose link is open, archived and deleted. Then come the length of the terms, the
// terms in order, each with a length and the bits of the links that have it, and a
// summary of the texts. A term is a kind and a text: "g" and the id of a group, "n" and
// the name of a group, "d" and the domain of a code, or "t" and a tag. Bits and lengths
// are unsigned varints of encoding/binary, but the first.
//
// The texts of a link begin with the byte 0xFF. They are its name and codes, divided by
// 0xFE, then 0xFD, and its destination and tags, divided by 0xFE. No text in lower case
// has these bytes, since it is valid UTF-8.
//
// A link whose texts and terms are long is open: the segment has neither. Whether a query
// selects it, only the link itself can say.
package linkindex

import (
	"bytes"
	"slices"

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
	marks
	texts [Size][]byte      // from the byte 0xFF on
	terms map[string]uint64 // the bits of the links that have a term
}

// marks are bits of the links of a segment.
type marks struct{ slots, open, archived, deleted uint64 }

// in returns the marks of the links with some bits.
func (m marks) in(bits uint64) marks {
	return marks{m.slots & bits, m.open & bits, m.archived & bits, m.deleted & bits}
}

// with returns the marks of the links of both.
func (m marks) with(other marks) marks {
	return marks{m.slots | other.slots, m.open | other.open, m.archived | other.archived, m.deleted | other.deleted}
}

// Put adds a link, or changes it.
func (s *Segment) Put(l *linkpack.Link) {
	s.Delete(l.Number)
	e := entryOf(l)
	s.marks, s.texts[l.Number%Size] = s.with(e.marks), e.text
	if s.terms == nil {
		s.terms = make(map[string]uint64)
	}
	for _, term := range e.terms {
		s.terms[term] |= e.slots
	}
}

// Delete removes the link with a number, if it is there.
func (s *Segment) Delete(number uint32) {
	bit := Bit(number)
	if s.slots&bit == 0 {
		return
	}
	s.marks, s.texts[number%Size] = s.in(^bit), nil
	for term, links := range s.terms {
		if links &^= bit; links != 0 {
			s.terms[term] = links
		} else {
			delete(s.terms, term)
		}
	}
}

// Bits returns the bits of the links that the segment has.
func (s *Segment) Bits() uint64 { return s.slots }

// Has reports whether the segment says of a link what Put would.
func (s *Segment) Has(l *linkpack.Link) bool {
	bit := Bit(l.Number)
	e := entry{marks: s.in(bit), text: s.texts[l.Number%Size]}
	for term, links := range s.terms {
		if links&bit != 0 {
			e.terms = append(e.terms, term)
		}
	}
	slices.Sort(e.terms)
	return e.equal(entryOf(l))
}

// Equal reports whether a segment says the same of two links with the same number.
func Equal(a, b *linkpack.Link) bool { return entryOf(a).equal(entryOf(b)) }

// entry is what a segment has of a link.
type entry struct {
	marks
	text  []byte
	terms []string // sorted
}

func (e entry) equal(other entry) bool {
	return e.marks == other.marks && bytes.Equal(e.text, other.text) && slices.Equal(e.terms, other.terms)
}
