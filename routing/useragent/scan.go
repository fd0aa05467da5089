package useragent

import "github.com/linkpack/linkpack-go/routing/useragent/internal/signal"

//go:generate go run ./internal/wordgen -out words_gen.go

// scan returns the signals of a header.
func scan(header string) signal.Set {
	s := find(header)
	if s.Has(claims) {
		s = s&^claims | claimsIn(header, s)
	}
	return s
}

// find returns the signals of all words in a text.
func find(text string) signal.Set { return signal.Set(words.Scan(text)) }
