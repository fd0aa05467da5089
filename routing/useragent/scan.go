package useragent

import "github.com/linkpack/linkpack-go/routing/useragent/internal/signal"

//go:generate go run ./internal/wordgen -out words_gen.go

// scan returns the signals of all words in a header.
func scan(userAgent string) signal.Set { return signal.Set(words.Scan(userAgent)) }
