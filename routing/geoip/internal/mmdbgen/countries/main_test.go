package main

import (
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing/geoip"
)

const fixtures = "../../../testdata"

func TestCountriesOfAnyDatabase(t *testing.T) {
	for _, name := range []string{"maxmind-city.mmdb", "maxmind-country.mmdb", "flat-country.mmdb"} {
		t.Run(name, func(t *testing.T) {
			in, out := filepath.Join(fixtures, name), filepath.Join(t.TempDir(), "country.mmdb")
			if err := run(in, out); err != nil {
				t.Fatal(err)
			}
			before, after := open(t, in), open(t, out)
			for _, addr := range []string{"192.0.2.7", "198.51.100.7", "203.0.113.7", "2001:db8::7", "9.9.9.9"} {
				ip := netip.MustParseAddr(addr)
				if got, want := after.Locate(ip).Country, before.Locate(ip).Country; got != want {
					t.Errorf("%s is in %q, was in %q", addr, got, want)
				}
			}
			if !after.BuildTime().Equal(before.BuildTime()) {
				t.Errorf("built %v, want %v", after.BuildTime(), before.BuildTime())
			}
		})
	}
}

func open(t *testing.T, path string) *geoip.Reader {
	t.Helper()
	r, err := geoip.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func TestRefusals(t *testing.T) {
	for in, says := range map[string]string{
		"":                                    "-in FILE.mmdb",
		"no-such.mmdb":                        "no-such.mmdb",
		filepath.Join(fixtures, "asn.mmdb"):   `"GeoLite2-ASN" has a country`,
		filepath.Join(fixtures, "empty.mmdb"): "has a country",
	} {
		out := filepath.Join(t.TempDir(), "country.mmdb")
		if err := run(in, out); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want it to say %s", in, err, says)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(out), "*")); len(left) > 0 {
			t.Errorf("%q: left %v behind", in, left)
		}
	}
}
