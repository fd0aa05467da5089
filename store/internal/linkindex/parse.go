package linkindex

import (
	"bytes"
	"math/bits"
)

// Parse returns the segment of a row. It keeps data.
func Parse(data []byte) (*Segment, error) {
	r, err := divide(data)
	if err != nil {
		return nil, err
	}
	s := &Segment{marks: r.marks, terms: make(map[string]uint64)}
	for t, err := range r.dictionary() {
		if err != nil {
			return nil, err
		}
		s.terms[string(t.text)] = t.links
	}
	texts, err := r.texts()
	if err != nil {
		return nil, err
	}
	return s, s.setTexts(texts)
}

// setTexts divides texts among the links.
func (s *Segment) setTexts(texts []byte) error {
	for slots := s.slots; slots != 0; slots &= slots - 1 {
		if len(texts) == 0 || texts[0] != beginning {
			return damaged("a link has no texts")
		}
		size := bytes.IndexByte(texts[1:], beginning) + 1
		if size == 0 {
			size = len(texts)
		}
		s.texts[bits.TrailingZeros64(slots)], texts = texts[:size:size], texts[size:]
	}
	if len(texts) > 0 {
		return damaged("it has texts of no link")
	}
	return nil
}
