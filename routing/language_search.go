package routing

import "strings"

// search looks a visitor's language up by every key that includes it: the tag and
// wider ones, as sent and by current names.
type search struct {
	words *tagWords
	found *finds // the words are added to it
}

// key looks up one key.
func (s *search) key(key []byte) {
	if number, known := s.words.numbers[string(key)]; known {
		s.found.add(number)
	}
}

// language looks up all keys of a language.
func (s *search) language(sent string) {
	var room [2 * maxTag]byte // avoids an allocation
	s.prefixes(appendLower(room[:0], sent), 0)
	t := splitTag(sent).current().completed()
	if t.base == "" {
		return
	}
	s.varieties(room[:0], t)
	if strings.EqualFold(t.base, "nn") { // one of the two written forms of Norwegian
		t.base = "no"
		s.varieties(room[:0], t)
	}
}

// varieties looks up a language with and without its script, its region and its
// rest.
func (s *search) varieties(key []byte, t tag) {
	key = appendLower(key, t.base)
	for _, script := range [...]string{"", t.script} {
		key := appendSubtag(key, script)
		s.rest(key, t)
		if t.region == "" {
			continue
		}
		region := appendSubtag(key, t.region)
		s.rest(region, t)
		for _, group := range s.words.groups[string(region[len(key)+1:])] {
			s.rest(appendSubtag(key, group), t)
		}
	}
}

// rest looks up a key alone and with the subtags of the rest.
func (s *search) rest(key []byte, t tag) { s.prefixes(appendLower(key, t.rest), len(key)) }

// prefixes looks up the prefixes of a key that end with a subtag, from the one of at
// least so many bytes.
func (s *search) prefixes(key []byte, least int) {
	for end := least; end < len(key); end++ {
		if key[end] == '-' {
			s.key(key[:end])
		}
	}
	s.key(key)
}

// appendSubtag appends a hyphen and a subtag, if there is one.
func appendSubtag(key []byte, part string) []byte {
	if part == "" {
		return key
	}
	return appendLower(append(key, '-'), part)
}
