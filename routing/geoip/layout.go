package geoip

import (
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/geoip/internal/places"
	"github.com/oschwald/maxminddb-golang/v2"
)

// layout has the path of each fact in a record. A nil path means that databases of
// the schema do not have the fact.
type layout struct {
	continent, country, region, city, timeZone []any
}

// The layouts in use. The flat one has no codes of regions.
// https://dev.maxmind.com/geoip/docs/databases/city-and-country/
// https://github.com/sapics/ip-location-db
var (
	maxMind = layout{
		continent: []any{"continent", "code"},
		country:   []any{"country", "iso_code"},
		region:    []any{"subdivisions", 0, "iso_code"},
		city:      []any{"city", "names", "en"},
		timeZone:  []any{"location", "time_zone"},
	}
	flat = layout{
		country:  []any{"country_code"},
		city:     []any{"city"},
		timeZone: []any{"timezone"},
	}
)

func (l layout) place(record maxminddb.Result) routing.Place {
	country := places.Country(text(record, l.country))
	return routing.Place{
		Continent: places.Continent(text(record, l.continent), country),
		Country:   country,
		Region:    places.Region(country, text(record, l.region)),
		City:      places.Name(text(record, l.city)),
		TimeZone:  places.Name(text(record, l.timeZone)),
	}
}

// text returns the string at a path of the record, or "" if there is none.
func text(record maxminddb.Result, path []any) string {
	var s string
	if path == nil || record.DecodePath(&s, path...) != nil {
		return ""
	}
	return s
}
