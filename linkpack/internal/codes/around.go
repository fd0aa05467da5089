package codes

import "unicode"

// IsAround reports whether r may follow a link in a text and be taken for a part
// of it: punctuation, closing brackets and quotes, and invisible characters. A
// hyphen is none of these, since links are not followed by one, nor is a space,
// since it ends a link.
func IsAround(r rune) bool {
	switch r {
	case '-':
		return false
	case '<', '>', '=', '`', '|', '~', '^':
		return true
	}
	return unicode.IsPunct(r) || IsHidden(r)
}
