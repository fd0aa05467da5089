// Package geoip finds the place of an address in a MaxMind DB file. It reads
// the schema of MaxMind's own databases (GeoLite2, GeoIP2 and those that
// follow them) and the flat one of ip-location-db, with countries alone or
// with cities. What a database leaves out stays unknown; the continent is then
// told by the country.
//
// A new file is taken into use by [Reader.Reload], or by itself with
// [Reader.Watch]. Where requests come through a network that tells the place
// in headers, package cdn reads those instead.
package geoip

import "errors"

//go:generate go run -C internal/mmdbgen ./fixtures -out ../../testdata

// The reasons for which a database is refused.
var (
	// ErrCorrupt is wrapped by errors about bytes that are no MaxMind DB, or
	// only a part of one.
	ErrCorrupt = errors.New("not a readable MaxMind DB")
	// ErrNoCountries is wrapped by errors about a database that is sound but
	// of a kind that knows no countries, such as one of network operators.
	// The error says what was found instead.
	ErrNoCountries = errors.New("database without countries")
	// ErrNoFile is wrapped by errors about reloading a database that did not
	// come from a file, or was closed.
	ErrNoFile = errors.New("no file to reload")
)
