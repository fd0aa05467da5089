package linkindex

import (
	"bytes"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// search looks for a text in the texts of links.
type search struct {
	text      []byte // not empty
	hashes    []uint32
	namesOnly bool
	// rare is the place of a byte of text that few texts have, as the first texts show.
	// Looking for it alone is several times faster than for all of text.
	rare    int
	sampled bool
}

func newSearch(text string, in linkpack.SearchPlaces) *search {
	lower := []byte(strings.ToLower(text))
	return &search{text: lower, hashes: slices.Collect(hashes(lower)), namesOnly: in != linkpack.SearchAll}
}

// among returns those of some links of a row that have what is searched for or are open.
func (s *search) among(links uint64, r row) (uint64, error) {
	if links&^r.open == 0 || !r.summary.hasAll(s.hashes) {
		return links & r.open, nil
	}
	texts, err := r.texts()
	if err != nil {
		return 0, err
	}
	found, err := s.in(texts, r.slots)
	return links & (found | r.open), err
}

// in returns the bits of the links whose texts have what is searched for. The texts are
// those of the links with the bits slots.
func (s *search) in(texts []byte, slots uint64) (found uint64, err error) {
	if !s.sampled {
		s.sample(texts)
	}
	for {
		at := s.index(texts)
		if at < 0 {
			return found, nil
		}
		for range bytes.Count(texts[:at], []byte{beginning}) - 1 {
			slots &= slots - 1
		}
		if texts[0] != beginning || slots == 0 {
			return 0, damaged("it has texts of no link")
		}
		if !s.namesOnly || isName(texts, at) {
			found |= slots & -slots
		}
		end := bytes.IndexByte(texts[at:], beginning)
		if end < 0 {
			return found, nil
		}
		texts, slots = texts[at+end:], slots&(slots-1)
	}
}

// isName reports whether a place in texts is in the name or the codes of a link.
func isName(texts []byte, at int) bool {
	begin := bytes.LastIndexByte(texts[:at], beginning)
	return bytes.IndexByte(texts[begin:at], middle) < 0
}

// sample chooses the byte to look for.
func (s *search) sample(text []byte) {
	s.sampled = true
	var count [256]int
	for _, b := range text {
		count[b]++
	}
	for i, b := range s.text {
		if count[b] < count[s.text[s.rare]] {
			s.rare = i
		}
	}
}

// patience is how often a comparison may fail besides those that together look at no more
// bytes than were passed.
const patience = 64

// index returns where a text first has what is searched for, or -1. If too many
// comparisons fail, because the byte is not rare there, it looks for all of it.
func (s *search) index(text []byte) int {
	if len(text) < len(s.text) {
		return -1
	}
	for from, failed := s.rare, 0; ; failed++ {
		i := bytes.IndexByte(text[from:], s.text[s.rare])
		if i < 0 {
			return -1
		}
		at := from + i - s.rare
		if failed > patience+at/len(s.text) {
			return indexFrom(text, s.text, at)
		}
		if bytes.HasPrefix(text[at:], s.text) {
			return at
		}
		from += i + 1
	}
}

// indexFrom returns where text first has part, from a place on, or -1.
func indexFrom(text, part []byte, from int) int {
	if i := bytes.Index(text[from:], part); i >= 0 {
		return from + i
	}
	return -1
}
