// Package places converts the codes and names of databases and headers to those
// of routing.Place. Invalid ones become "".
package places

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/routing/internal/country"
)

// Country returns an ISO 3166-1 alpha-2 code in capitals, or "" if s is not an
// assigned one. XK, for Kosovo, counts as assigned.
func Country(s string) string {
	code := strings.ToUpper(s)
	if len(s) != 2 || !country.IsAssigned(code) {
		return ""
	}
	return code
}

// Continent returns the code of a continent in capitals, or that of the
// country's continent if s is not one.
func Continent(s, of string) string {
	if code := strings.ToUpper(s); country.IsContinent(code) {
		return code
	}
	return country.Continent(of)
}

// Region returns the ISO 3166-2 code of a subdivision of a country, given the part
// after the hyphen, or "" if that is not valid.
func Region(of, part string) string {
	if of == "" || len(part) < 1 || len(part) > 3 || !isAlphanumeric(part) {
		return ""
	}
	return of + "-" + strings.ToUpper(part)
}

func isAlphanumeric(s string) bool {
	for _, c := range []byte(s) {
		if c > unicode.MaxASCII || !unicode.IsLetter(rune(c)) && !unicode.IsDigit(rune(c)) {
			return false
		}
	}
	return true
}

// longest is the maximum length of a name in bytes. The longest name of a city has
// about 60 letters.
const longest = 200

// Name returns the name of a city or time zone without surrounding spaces, or "" if
// it is too long or not printable.
func Name(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > longest || !utf8.ValidString(s) || strings.ContainsFunc(s, isUnprintable) {
		return ""
	}
	return s
}

func isUnprintable(r rune) bool { return !unicode.IsPrint(r) }
