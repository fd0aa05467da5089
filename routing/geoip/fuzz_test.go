package geoip_test

import (
	"errors"
	"net/netip"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/routing/geoip"
)

// FuzzFromBytes opens any bytes: they must be refused with one of the two errors,
// or give valid places.
func FuzzFromBytes(f *testing.F) {
	files, err := filepath.Glob("testdata/*.mmdb")
	if err != nil || len(files) == 0 {
		f.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		f.Add(fixture(f, filepath.Base(file)))
	}
	addrs := []netip.Addr{
		netip.MustParseAddr("192.0.2.7"),
		netip.MustParseAddr("198.51.100.7"),
		netip.MustParseAddr("2001:db8::7"),
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := geoip.FromBytes(data)
		if err != nil {
			if !errors.Is(err, geoip.ErrCorrupt) && !errors.Is(err, geoip.ErrNoCountries) {
				t.Fatalf("unexpected reason: %v", err)
			}
			return
		}
		for _, addr := range addrs {
			place := r.Locate(addr)
			if n := len(place.Country); n != 0 && n != 2 {
				t.Fatalf("%v is in country %q", addr, place.Country)
			}
			if !utf8.ValidString(place.Region + place.City + place.TimeZone) {
				t.Fatalf("%v has no text for a place: %+v", addr, place)
			}
		}
	})
}
