// Package codes validates and normalizes short codes and has the alphabets of
// generated ones.
package codes

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Alphabet is the alphabet of generated codes. It leaves out characters that
// are easily confused.
const Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// FoldedAlphabet is the alphabet for domains with case-insensitive codes.
const FoldedAlphabet = "23456789abcdefghijkmnpqrstuvwxyz"

// The maximum size of a code. Normalizing can shorten a code to a third
// (Unicode Standard Annex #15, section 12.2).
const (
	MaxLength     = 64            // in characters
	MaxBytes      = 4 * MaxLength // in bytes
	MaxAskedBytes = 3 * MaxBytes  // in bytes, before it is normalized
)

// Check checks a normalized custom code. anyScript allows non-ASCII characters.
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

// checkUnicode rejects codes that cannot be part of a path, are invisible or
// look like another code.
func checkUnicode(code string) error {
	unfit := func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) || unicode.IsSpace(r) || strings.ContainsRune(`/\?#%+`, r)
	}
	switch {
	case strings.ContainsFunc(code, unfit):
		return errors.New("must not have spaces, control characters or any of / \\ ? # % +")
	case strings.Trim(code, ".") == "":
		return errors.New("must not consist of dots only")
	case strings.TrimFunc(code, IsHidden) == "":
		return errors.New("must have a visible character")
	case strings.ContainsFunc(withoutJoiners(code), IsHidden):
		return errors.New("must not have invisible characters, except where a script or an emoji needs one")
	}
	return nil
}

// Normalize returns the normalized code, which is the link's key in the store.
// anyScript and foldCase are the domain's settings. The selectors of the text and
// emoji style are removed, since chats add and remove them.
func Normalize(code string, anyScript, foldCase bool) string {
	if anyScript {
		code = norm.NFC.String(withoutStyle(code))
	}
	if foldCase {
		code = norm.NFC.String(strings.Map(foldRune, code))
	}
	return code
}

// foldRune maps all runes that differ only in case to the same rune.
func foldRune(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }

// IsByte reports whether an ASCII code can have the character b.
func IsByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_'
}
