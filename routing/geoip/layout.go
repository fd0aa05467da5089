package geoip

import (
	"github.com/linkpack/linkpack-go/routing"
	"github.com/oschwald/maxminddb-golang/v2"
)

// layout says where a schema keeps each fact, as paths into a record. A fact
// without a path is not in databases of that schema.
type layout struct {
	country []any
}

// The layouts in use.
// https://dev.maxmind.com/geoip/docs/databases/city-and-country/
// https://github.com/sapics/ip-location-db
var (
	maxMind = layout{
		country: []any{"country", "iso_code"},
	}
	flat = layout{
		country: []any{"country_code"},
	}
)

func (l layout) place(record maxminddb.Result) routing.Place {
	return routing.Place{
		Country: countryCode(text(record, l.country)),
	}
}

// text returns the string at a path of the record, or "" if there is none.
func text(record maxminddb.Result, path []any) string {
	var s string
	if err := record.DecodePath(&s, path...); err != nil {
		return ""
	}
	return s
}

// countryCode returns s if it is two capital letters, and "" otherwise.
func countryCode(s string) string {
	if len(s) == 2 && isCapital(s[0]) && isCapital(s[1]) {
		return s
	}
	return ""
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }
