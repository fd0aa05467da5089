package geoip_test

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/geoip"
)

var _ routing.Locator = (*geoip.Reader)(nil)

func open(t testing.TB, name string) *geoip.Reader {
	t.Helper()
	r, err := geoip.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func TestCountry(t *testing.T) {
	for _, tt := range []struct{ name, file, addr, want string }{
		{"IPv4 in MaxMind's schema", "maxmind-country.mmdb", "192.0.2.7", "FR"},
		{"IPv6 in MaxMind's schema", "maxmind-country.mmdb", "2001:db8::7", "JP"},
		{"IPv4 in the flat schema", "flat-country.mmdb", "198.51.100.255", "US"},
		{"IPv6 in the flat schema", "flat-country.mmdb", "2001:db8::7", "JP"},
		{"city database", "maxmind-city.mmdb", "192.0.2.7", "FR"},
		{"IPv4 in IPv6", "flat-country.mmdb", "::ffff:192.0.2.7", "FR"},
		{"IPv6 with a zone", "flat-country.mmdb", "2001:db8::7%eth0", "JP"},
		{"address outside every network", "flat-country.mmdb", "9.9.9.9", ""},
		{"country of registration is not where the address is", "maxmind-country.mmdb", "203.0.113.1", ""},
		{"IPv6 in an IPv4 database", "ipv4-country.mmdb", "2001:db8::7", ""},
		{"country that is no code", "odd-country.mmdb", "198.51.100.1", ""},
		{"country that is a number", "odd-country.mmdb", "203.0.113.1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := open(t, tt.file)
			for range 2 { // decoded, then cached
				if got := r.Locate(netip.MustParseAddr(tt.addr)).Country; got != tt.want {
					t.Errorf("%s is in %q, want %q", tt.addr, got, tt.want)
				}
			}
		})
	}
}

func TestPlace(t *testing.T) {
	paris := routing.Place{Continent: "EU", Country: "FR", Region: "FR-IDF", City: "Paris", TimeZone: "Europe/Paris"}
	for _, tt := range []struct {
		name, file, addr string
		want             routing.Place
	}{
		{"city in MaxMind's schema", "maxmind-city.mmdb", "192.0.2.7", paris},
		{"record with the country alone", "maxmind-city.mmdb", "2001:db8::7", routing.Place{Continent: "AS", Country: "JP"}},
		{"continent of MaxMind's country database", "maxmind-country.mmdb", "198.51.100.7", routing.Place{Continent: "NA", Country: "US"}},
		{"continent by the country", "flat-country.mmdb", "198.51.100.7", routing.Place{Continent: "NA", Country: "US"}},
		{
			"city in the flat schema, which has no region codes", "flat-city.mmdb", "198.51.100.7",
			routing.Place{Continent: "NA", Country: "US", City: "Fresno", TimeZone: "America/Los_Angeles"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := open(t, tt.file).Locate(netip.MustParseAddr(tt.addr)); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestNoAddressIsUnknown(t *testing.T) {
	if got := open(t, "flat-country.mmdb").Locate(netip.Addr{}); got != (routing.Place{}) {
		t.Errorf("got %+v", got)
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       error
		says       string
	}{
		{"missing file", "no-such.mmdb", fs.ErrNotExist, "no-such.mmdb"},
		{"database of operators", "asn.mmdb", geoip.ErrNoCountries, `"GeoLite2-ASN" with "autonomous_system_number, autonomous_system_organization"`},
		{"empty database", "empty.mmdb", geoip.ErrNoCountries, `"GeoLite2-Country" with no records`},
		{"text", "../reader_test.go", geoip.ErrCorrupt, "reader_test.go"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := geoip.Open(filepath.Join("testdata", tt.file))
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want it to be %q and to say %s", err, tt.want, tt.says)
			}
		})
	}
}

func TestTruncatedFileIsRefused(t *testing.T) {
	data := fixture(t, "maxmind-country.mmdb")
	for size := range len(data) {
		if _, err := geoip.FromBytes(data[:size]); err == nil {
			t.Fatalf("the first %d of %d bytes were accepted", size, len(data))
		}
	}
}

func TestFileLargerThanAnyDatabaseIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.mmdb")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 5<<30); err != nil {
		t.Fatal(err)
	}
	if _, err := geoip.Open(path); !errors.Is(err, geoip.ErrCorrupt) || !strings.Contains(err.Error(), "5368709120 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestBuildTime(t *testing.T) {
	want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if got := open(t, "flat-country.mmdb").BuildTime(); !got.Equal(want) {
		t.Errorf("built %v, want %v", got, want)
	}
}

func TestClosedReaderKnowsNothing(t *testing.T) {
	r := open(t, "flat-country.mmdb")
	for range 2 {
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.Locate(netip.MustParseAddr("192.0.2.7")); got != (routing.Place{}) {
		t.Errorf("located %+v", got)
	}
	if got := r.BuildTime(); !got.IsZero() {
		t.Errorf("built %v", got)
	}
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
