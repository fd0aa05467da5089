package linkindex

import (
	"encoding/binary"
	"iter"
	"math/bits"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The bytes between texts. See the layout of a segment.
const (
	beginning = 0xff // of a link
	divider   = 0xfe
	middle    = 0xfd // behind the name and the codes
	slotMark  = 0x80 // is added to a slot, so that no text begins with it
)

// The flags of a link.
const (
	flagArchived = 1 << iota
	flagDeleted
)

// The kinds of terms. A term is a kind and a text.
const (
	termGroupID = "g"
	termGroup   = "n"
	termDomain  = "d"
	termTag     = "t"
)

// texts returns what can be searched for in a link.
func texts(l *linkpack.Link) []byte {
	text := append(mark(l), strings.ToLower(l.Name)...)
	for _, c := range l.Codes() {
		text = append(append(text, divider), strings.ToLower(c.ShortCode)...)
	}
	text = append(append(text, middle), strings.ToLower(l.Destination)...)
	for _, tag := range l.Tags {
		text = append(append(text, divider), strings.ToLower(tag)...)
	}
	return text
}

// mark returns the beginning of a link's texts.
func mark(l *linkpack.Link) []byte { return []byte{beginning, slotMark | byte(l.Number%Size)} }

// facts returns the flags and terms of a link.
func facts(l *linkpack.Link) []byte {
	var terms []byte
	for _, term := range termsOf(l) {
		terms = append(binary.AppendUvarint(terms, uint64(len(term))), term...)
	}
	return append(binary.AppendUvarint([]byte{flags(l)}, uint64(len(terms))), terms...)
}

func flags(l *linkpack.Link) (f byte) {
	if l.Archived {
		f |= flagArchived
	}
	if !l.DeletedAt.IsZero() {
		f |= flagDeleted
	}
	return f
}

// termsOf returns the terms of a link, each once.
func termsOf(l *linkpack.Link) []string {
	terms := []string{termGroupID + l.GroupID, termGroup + l.Group}
	for _, c := range l.Codes() {
		if term := termDomain + c.Domain; !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	for _, tag := range l.Tags {
		terms = append(terms, termTag+tag)
	}
	return terms
}

// fact is what a segment has of a link besides its texts.
type fact struct {
	slot, flags byte
	open        bool
	terms       []byte
	raw         []byte // as they are stored
}

// all yields the facts of a row, in the order of the slots. An error is the last.
func (r row) all() iter.Seq2[fact, error] {
	return func(yield func(fact, error) bool) {
		facts := r.facts
		for slots := r.slots; slots != 0; slots &= slots - 1 {
			f, rest, ok := firstFact(facts)
			if !ok {
				yield(fact{}, damaged("a link has no facts"))
				return
			}
			f.slot = byte(bits.TrailingZeros64(slots))
			f.open = r.open&(1<<f.slot) != 0
			if !yield(f, nil) {
				return
			}
			facts = rest
		}
		if len(facts) > 0 {
			yield(fact{}, damaged("it has more facts than links"))
		}
	}
}

// firstFact returns the first of some facts, and the rest.
func firstFact(facts []byte) (f fact, rest []byte, ok bool) {
	if len(facts) == 0 {
		return f, nil, false
	}
	terms, rest, ok := cut(facts[1:])
	size := len(facts) - len(rest)
	return fact{flags: facts[0], terms: terms, raw: facts[:size:size]}, rest, ok
}
