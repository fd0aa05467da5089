// Package codes makes short codes, says which ones there can be, and brings them
// into the form under which their links are filed.
package codes

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Alphabet has no characters that people mistake for one another.
const Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// FoldedAlphabet is for domains where case does not matter.
const FoldedAlphabet = "23456789abcdefghijkmnpqrstuvwxyz"

// The size of the longest code, in characters and in bytes, and in bytes before
// it is in normal form, which is up to three times shorter (Unicode Standard
// Annex #15, section 12.2).
const (
	MaxLength     = 64
	MaxBytes      = 4 * MaxLength
	MaxAskedBytes = 3 * MaxBytes
)

// Check says what is wrong with a code, in its normal form, that somebody asked
// for. anyScript allows more than ASCII.
func Check(code string, anyScript bool) error {
	if n := utf8.RuneCountInString(code); n > MaxLength || len(code) > MaxBytes {
		return fmt.Errorf("has %d characters, at most %d are allowed", n, MaxLength)
	}
	if anyScript {
		return checkUnicode(code)
	}
	for i := range len(code) {
		if !IsByte(code[i]) {
			return errors.New("may have letters A-Z and a-z, digits, - and _ only")
		}
	}
	return nil
}

// checkUnicode refuses what a path cannot hold or what nobody can see.
func checkUnicode(code string) error {
	unfit := func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) || unicode.IsSpace(r) || isHidden(r) && !isJoiner(r) ||
			strings.ContainsRune(`/\?#%+`, r)
	}
	switch {
	case strings.ContainsFunc(code, unfit):
		return errors.New("must not have spaces, control or invisible characters or any of / \\ ? # % +")
	case strings.Trim(code, ".") == "":
		return errors.New("must not be dots alone")
	case strings.TrimFunc(code, isHidden) == "":
		return errors.New("must have a character that can be seen")
	}
	return nil
}

// isHidden tells characters that are not seen themselves: marks of direction,
// spaces without width, joiners.
func isHidden(r rune) bool { return unicode.Is(unicode.Cf, r) }

// isJoiner tells the hidden characters that words and emoji are written with:
// the two joiners, and the tags of flags of regions.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' || 0xe0020 <= r && r <= 0xe007f }

// Normalize returns the normal form of a code, under which its link is filed, on
// a domain that allows any script, or where case does not matter.
func Normalize(code string, anyScript, foldCase bool) string {
	if anyScript {
		code = norm.NFC.String(code)
	}
	if foldCase {
		code = norm.NFC.String(strings.Map(foldRune, code))
	}
	return code
}

// foldRune makes one of all runes that differ in case alone.
func foldRune(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }

// IsByte tells the characters of codes in ASCII.
func IsByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_'
}
