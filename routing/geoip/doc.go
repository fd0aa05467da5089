// Package geoip finds the place of an address in a MaxMind DB file.
//
// [Open] a file and use the [Reader] as a [routing.Locator]. The file can be one
// of countries or of cities, in the schema of MaxMind's databases (GeoLite2,
// GeoIP2 and compatible ones) or in the flat schema of ip-location-db. Facts that
// the database does not have stay unknown, except that the continent is derived
// from the country.
//
// [Reader.Reload] loads a new version of the file; [Reader.Watch] does so
// regularly. If requests come through a content delivery network that sends the
// place in headers, use package cdn instead.
package geoip

import "errors"

//go:generate go run -C internal/mmdbgen ./fixtures -out ../../testdata

// Errors of opening and reloading databases.
var (
	// ErrCorrupt means that the data is not a MaxMind DB, or only a part of one.
	ErrCorrupt = errors.New("geoip: not a readable MaxMind DB")
	// ErrNoCountries means that the database has no countries, such as a
	// database of network operators. The error says what it has instead.
	ErrNoCountries = errors.New("geoip: database without countries")
	// ErrNoFile means that the Reader was not opened from a file, or is closed.
	ErrNoFile = errors.New("geoip: no file to reload")
)
