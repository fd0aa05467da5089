package codes

import (
	"strings"
	"unicode"
)

// IsHidden reports whether r is invisible, such as a direction mark, a zero-width
// space, a joiner or a filler. These are the Default_Ignorable_Code_Points of
// Unicode (DerivedCoreProperties.txt), and the other format characters but those
// that are written in front of numbers.
func IsHidden(r rune) bool {
	if r <= unicode.MaxASCII {
		return false
	}
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
		unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// The selectors of the style in which a symbol is shown.
const (
	textStyle  = '\ufe0e'
	emojiStyle = '\ufe0f'
)

// withoutStyle removes the selectors of a style, unless the code has nothing else.
func withoutStyle(code string) string {
	isStyle := func(r rune) bool { return r == textStyle || r == emojiStyle }
	if strings.TrimFunc(code, isStyle) == "" {
		return code
	}
	return strings.Map(func(r rune) rune {
		if isStyle(r) {
			return -1
		}
		return r
	}, code)
}
