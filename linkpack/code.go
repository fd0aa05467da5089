package linkpack

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// codeAlphabet has no characters that people mistake for one another.
const codeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// foldedAlphabet is for domains where case does not matter.
const foldedAlphabet = "23456789abcdefghijkmnpqrstuvwxyz"

// The size of the longest code, in characters and in bytes, and in bytes before
// it is in normal form, which is up to three times shorter (Unicode Standard
// Annex #15, section 12.2).
const (
	maxCodeLength = 64
	maxCodeBytes  = 4 * maxCodeLength
	maxAskedBytes = 3 * maxCodeBytes
)

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

// generateCode returns a code for a domain that is not reserved. After three
// collisions in a row codes grow by one character, so a crowded domain never
// gets stuck.
func (s *Shortener) generateCode(d *Domain, collisions int) (string, error) {
	alphabet := codeAlphabet
	if d.FoldCase {
		alphabet = foldedAlphabet
	}
	length := min(s.opts.CodeLength+collisions/3, maxCodeLength)
	for {
		code, err := randomText(s.opts.Random, alphabet, length)
		if err != nil || !s.isReserved(code) {
			return code, err
		}
	}
}

func (s *Shortener) isReserved(code string) bool {
	_, reserved := s.reserved[strings.ToLower(code)]
	return reserved
}

// checkCode says what is wrong with a code, in its normal form, that somebody
// asked for.
func (s *Shortener) checkCode(d *Domain, code string) error {
	if n := utf8.RuneCountInString(code); n > maxCodeLength || len(code) > maxCodeBytes {
		return invalid("short_code", "has %d characters, at most %d are allowed", n, maxCodeLength)
	}
	if s.isReserved(code) {
		return invalid("short_code", "%q is reserved", code)
	}
	if d.UnicodeCodes {
		return checkUnicodeCode(code)
	}
	for i := range len(code) {
		if !isCodeByte(code[i]) {
			return invalid("short_code", "may have letters A-Z and a-z, digits, - and _ only")
		}
	}
	return nil
}

// checkUnicodeCode refuses what a path cannot hold or what nobody can see.
func checkUnicodeCode(code string) error {
	unfit := func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) || unicode.IsSpace(r) || isHidden(r) && !isJoiner(r) ||
			strings.ContainsRune(`/\?#%+`, r)
	}
	switch {
	case strings.ContainsFunc(code, unfit):
		return invalid("short_code", "must not have spaces, control or invisible characters or any of / \\ ? # %% +")
	case strings.Trim(code, ".") == "":
		return invalid("short_code", "must not be dots alone")
	case strings.TrimFunc(code, isHidden) == "":
		return invalid("short_code", "must have a character that can be seen")
	}
	return nil
}

// isHidden tells characters that are not seen themselves: marks of direction,
// spaces without width, joiners.
func isHidden(r rune) bool { return unicode.Is(unicode.Cf, r) }

// isJoiner tells the hidden characters that words and emoji are written with:
// the two joiners, and the tags of flags of regions.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' || 0xe0020 <= r && r <= 0xe007f }

// key returns the normal form of a code on the domain, under which its link is
// filed.
func (d *Domain) key(code string) string {
	if d.UnicodeCodes {
		code = norm.NFC.String(code)
	}
	if d.FoldCase {
		code = norm.NFC.String(strings.Map(foldRune, code))
	}
	return code
}

// foldRune makes one of all runes that differ in case alone.
func foldRune(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }

func isCodeByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_'
}
