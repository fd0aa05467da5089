// Package countrydb is a country database embedded in the program. [Open] it; no
// file and no account are needed.
//
// The database is approximate. It has the country where a network is registered
// or announced, which is mostly, but not always, where its users are. It is made
// from the npm package @ip-location-db/geo-whois-asn-country-mmdb
// 2.3.2026061719. The data come from the statistics of the NRO and the five
// regional internet registries, under CC BY 4.0. The package's authors warn that
// the data on npm contain errors and are no longer updated; see NOTICE.
// [geoip.Reader.BuildTime] returns their age. If countries must be right, open a
// current database with [geoip.Open].
//
// The file adds 7.8 MB to a program and nothing to its heap, and opens in less
// than a millisecond. Compressed, it would add 3.8 MB to the program, 7.8 MB to
// the heap and 90 ms to each start. Neighbouring networks of one country are
// merged.
//
// To embed another database that geoip can read:
//
//	MMDB=/path/to/file.mmdb go generate
package countrydb

import (
	_ "embed" // for the database

	"github.com/linkpack/linkpack-go/routing/geoip"
)

//go:generate sh -c "go run -C ../internal/mmdbgen ./countries -in \"$MMDB\" -out \"$PWD/country.mmdb\""

//go:embed country.mmdb
var data []byte

// Open returns a Reader of the embedded database. All Readers share its memory.
func Open() (*geoip.Reader, error) { return geoip.FromBytes(data) }
