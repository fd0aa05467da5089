// Package places turns what databases and headers say about a place into the
// codes and names of [routing.Place], and drops what cannot be one.
package places

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Country returns an ISO 3166-1 alpha-2 code in capitals, or "" if s is none
// that is assigned. XK, for Kosovo, counts as assigned.
func Country(s string) string {
	code := strings.ToUpper(s)
	if len(s) != 2 || Continent(code) == "" {
		return ""
	}
	return code
}

// KnownContinent returns one of the seven codes of [Continent] in capitals, or
// "" if s is none.
func KnownContinent(s string) string {
	switch code := strings.ToUpper(s); code {
	case "AF", "AN", "AS", "EU", "NA", "OC", "SA":
		return code
	default:
		return ""
	}
}

// Region returns the ISO 3166-2 code of a subdivision, given its country and
// the part after the hyphen, or "" if that is no such part.
func Region(country, part string) string {
	if country == "" || len(part) < 1 || len(part) > 3 || !isAlphanumeric(part) {
		return ""
	}
	return country + "-" + strings.ToUpper(part)
}

func isAlphanumeric(s string) bool {
	for _, c := range []byte(s) {
		if c > unicode.MaxASCII || !unicode.IsLetter(rune(c)) && !unicode.IsDigit(rune(c)) {
			return false
		}
	}
	return true
}

// longest is the length of the longest name in bytes. The longest name of a
// city in use has about 60 letters.
const longest = 200

// Name returns the name of a city or a time zone without surrounding spaces,
// or "" if it is too long or no printable text.
func Name(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > longest || !utf8.ValidString(s) || strings.ContainsFunc(s, isUnprintable) {
		return ""
	}
	return s
}

func isUnprintable(r rune) bool { return !unicode.IsPrint(r) }
