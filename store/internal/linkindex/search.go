package linkindex

import "bytes"

// search looks for a text in the texts of links.
type search struct {
	text      []byte // not empty
	namesOnly bool
	// rare is the place of a byte of text that few texts have, as the first texts show.
	// Looking for it alone is several times faster than for all of text.
	rare    int
	sampled bool
}

// in returns the bits of the links whose texts have what is searched for.
func (s *search) in(text []byte) (found uint64, err error) {
	if !s.sampled {
		s.sample(text)
	}
	for {
		at := s.index(text)
		if at < 0 {
			return found, nil
		}
		begin := bytes.LastIndexByte(text[:at], beginning)
		if begin < 0 || begin+1 == at {
			return 0, damaged("a text has no slot")
		}
		if !s.namesOnly || bytes.IndexByte(text[begin:at], middle) < 0 {
			found |= 1 << (text[begin+1] % Size)
		}
		end := bytes.IndexByte(text[at:], beginning)
		if end < 0 {
			return found, nil
		}
		text = text[at+end:]
	}
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
