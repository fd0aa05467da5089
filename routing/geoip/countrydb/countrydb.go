// Package countrydb is a country database that needs no sign-up and no file:
// it is embedded in the program.
//
// It is approximate. It tells where a network is registered or announced,
// which is mostly, not always, where its users are. It is made from the npm
// package @ip-location-db/geo-whois-asn-country-mmdb 2.3.2026061719, whose
// data rest on the statistics of the NRO and the five regional internet
// registries, under CC BY 4.0. The package's authors warn that the data they
// publish through npm contain errors and receive no more updates; see NOTICE.
// [BuildTime] says how old they are. Who needs better opens a database of
// their own with [geoip.Open].
//
// The file is embedded as it is. It adds 7.8 MB to a program and nothing to
// its heap, and is ready in less than a millisecond. Compressed it would add
// 3.8 MB to the program, 7.8 MB to the heap and 90 ms to each start. Its
// neighbouring networks of one country are merged already.
//
// To embed another database of any kind that geoip reads:
//
//	MMDB=/path/to/file.mmdb go generate
package countrydb

import (
	_ "embed" // for the database
	"time"

	"github.com/linkpack/linkpack-go/routing/geoip"
)

//go:generate sh -c "go run -C ../internal/mmdbgen ./countries -in \"$MMDB\" -out \"$PWD/country.mmdb\""

//go:embed country.mmdb
var data []byte

// Open returns a Reader of the embedded database. All Readers share its bytes.
func Open() (*geoip.Reader, error) { return geoip.FromBytes(data) }

// BuildTime returns when the embedded data were made, in UTC.
func BuildTime() (time.Time, error) {
	r, err := Open()
	if err != nil {
		return time.Time{}, err
	}
	defer r.Close()
	return r.BuildTime(), nil
}
