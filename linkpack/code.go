package linkpack

import (
	"fmt"
	"io"
	"strings"
)

// codeAlphabet has no characters that people mistake for one another.
const codeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// maxCodeLength is the length of the longest code.
const maxCodeLength = 64

// randomText returns n characters of the alphabet, all equally likely: bytes
// beyond the largest multiple of its length are thrown away.
func randomText(random io.Reader, alphabet string, n int) (string, error) {
	limit := byte(256 - 256%len(alphabet))
	text := make([]byte, 0, n)
	buffer := make([]byte, n+n/2)
	for len(text) < n {
		if _, err := io.ReadFull(random, buffer); err != nil {
			return "", fmt.Errorf("reading the random source: %w", err)
		}
		for _, b := range buffer {
			if (limit == 0 || b < limit) && len(text) < n {
				text = append(text, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(text), nil
}

// generateCode returns a code that is not reserved. After three collisions in
// a row codes grow by one character, so a crowded domain never gets stuck.
func (s *Shortener) generateCode(collisions int) (string, error) {
	length := min(s.opts.CodeLength+collisions/3, maxCodeLength)
	for {
		code, err := randomText(s.opts.Random, codeAlphabet, length)
		if err != nil || !s.isReserved(code) {
			return code, err
		}
	}
}

func (s *Shortener) isReserved(code string) bool {
	_, reserved := s.reserved[strings.ToLower(code)]
	return reserved
}

// checkCode says what is wrong with a code that somebody asked for.
func (s *Shortener) checkCode(code string) error {
	if len(code) > maxCodeLength {
		return invalid("short_code", "has %d characters, at most %d are allowed", len(code), maxCodeLength)
	}
	for i := range len(code) {
		if !isCodeByte(code[i]) {
			return invalid("short_code", "may have letters A-Z and a-z, digits, - and _ only")
		}
	}
	if s.isReserved(code) {
		return invalid("short_code", "%q is reserved", code)
	}
	return nil
}

func isCodeByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_'
}
