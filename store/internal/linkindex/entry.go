package linkindex

import (
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The bytes between texts. See the layout of a segment.
const (
	beginning = 0xff // of a link
	divider   = 0xfe
	middle    = 0xfd // behind the name and the codes
)

// The kinds of terms. A term is a kind and a text.
const (
	termGroupID = "g"
	termGroup   = "n"
	termDomain  = "d"
	termTag     = "t"
)

// maxShare is the most bytes that a segment has of a link, so that a transaction which
// changes a link does not need many times its size.
const maxShare = 4096

// entryOf returns what a segment has of a link.
func entryOf(l *linkpack.Link) entry {
	bit := Bit(l.Number)
	e := entry{marks: marks{slots: bit}, text: texts(l), terms: termsOf(l)}
	if l.Archived {
		e.archived = bit
	}
	if !l.DeletedAt.IsZero() {
		e.deleted = bit
	}
	if len(e.text)+sizeOf(e.terms) > maxShare {
		e.open, e.text, e.terms = bit, []byte{beginning}, nil
	}
	return e
}

// texts returns what can be searched for in a link.
func texts(l *linkpack.Link) []byte {
	text := append([]byte{beginning}, strings.ToLower(l.Name)...)
	for _, c := range l.Codes() {
		text = append(append(text, divider), strings.ToLower(c.ShortCode)...)
	}
	text = append(append(text, middle), strings.ToLower(l.Destination)...)
	for _, tag := range l.Tags {
		text = append(append(text, divider), strings.ToLower(tag)...)
	}
	return text
}

// termsOf returns the terms of a link, each once, in order.
func termsOf(l *linkpack.Link) []string {
	terms := []string{termGroupID + l.GroupID, termGroup + l.Group}
	for _, c := range l.Codes() {
		terms = append(terms, termDomain+c.Domain)
	}
	for _, tag := range l.Tags {
		terms = append(terms, termTag+tag)
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// sizeOf returns about how many bytes terms have that no other link has.
func sizeOf(terms []string) (size int) {
	for _, term := range terms {
		size += len(term) + maxTermExtra
	}
	return size
}
