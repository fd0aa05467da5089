package cdn_test

import (
	"fmt"
	"net/http"
	"testing"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/geoip/cdn"
)

func headers(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

func TestPlace(t *testing.T) {
	fresno := routing.Place{Continent: "NA", Country: "US", Region: "US-CA", City: "San José", TimeZone: "America/Los_Angeles"}
	for _, tt := range []struct {
		name    string
		network cdn.Headers
		header  http.Header
		want    routing.Place
	}{
		{
			"everything from Cloudflare", cdn.Cloudflare(),
			headers("cf-ipcountry", "US", "cf-ipcontinent", "NA", "cf-region-code", "CA", "cf-ipcity", "San José", "cf-timezone", "America/Los_Angeles"),
			fresno,
		},
		{
			"everything from CloudFront, the continent by the country", cdn.CloudFront(),
			headers("CloudFront-Viewer-Country", "US", "CloudFront-Viewer-Country-Region", "CA", "CloudFront-Viewer-City", "San José", "CloudFront-Viewer-Time-Zone", "America/Los_Angeles"),
			fresno,
		},
		{
			"city of Vercel is percent-encoded", cdn.Vercel(),
			headers("X-Vercel-IP-Country", "US", "X-Vercel-IP-Country-Region", "CA", "X-Vercel-IP-City", "San%20Jos%C3%A9", "X-Vercel-IP-Timezone", "America/Los_Angeles"),
			fresno,
		},
		{"country alone", cdn.Cloudflare(), headers("CF-IPCountry", "de"), routing.Place{Continent: "EU", Country: "DE"}},
		{"unknown country", cdn.Cloudflare(), headers("CF-IPCountry", "XX", "CF-IPCity", "Fresno"), routing.Place{}},
		{"Tor", cdn.Cloudflare(), headers("CF-IPCountry", "T1"), routing.Place{}},
		{"headers of another network", cdn.Vercel(), headers("CF-IPCountry", "US"), routing.Place{}},
		{"no headers", cdn.Cloudflare(), nil, routing.Place{}},
		{"no names", cdn.Headers{}, headers("CF-IPCountry", "US"), routing.Place{}},
		{
			"hostile text", cdn.Cloudflare(),
			headers("CF-IPCountry", "US", "CF-IPContinent", "<b>", "CF-Region-Code", "C/A", "CF-IPCity", "%00\xff", "CF-Timezone", "\x01"),
			routing.Place{Continent: "NA", Country: "US"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.network.Place(tt.header); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func FuzzPlace(f *testing.F) {
	f.Add("US", "NA", "CA", "San%20Jos%C3%A9", "America/Los_Angeles")
	f.Add("T1", "", "%", "\xff", "\n")
	f.Fuzz(func(t *testing.T, country, continent, region, city, zone string) {
		got := cdn.Vercel().Place(headers(
			"X-Vercel-IP-Country", country, "X-Vercel-IP-Continent", continent, "X-Vercel-IP-Country-Region", region,
			"X-Vercel-IP-City", city, "X-Vercel-IP-Timezone", zone,
		))
		if len(got.Country) != len(got.Continent) || len(got.Region) > 6 || len(got.City) > 200 || len(got.TimeZone) > 200 {
			t.Fatalf("no such place: %+v", got)
		}
		if !utf8.ValidString(got.City + got.Region + got.TimeZone) {
			t.Fatalf("no text: %+v", got)
		}
	})
}

func BenchmarkPlace(b *testing.B) {
	header := headers("CF-IPCountry", "US", "CF-Region-Code", "CA", "CF-IPCity", "Fresno", "CF-Timezone", "America/Los_Angeles")
	network := cdn.Cloudflare()
	b.ReportAllocs()
	for b.Loop() {
		network.Place(header)
	}
}

// A visit with a place does not ask a database.
func Example() {
	request := http.Header{"Cf-Ipcountry": {"FR"}}
	visit := routing.Visit{Place: cdn.Cloudflare().Place(request)}
	fmt.Println(visit.Locate().Country, visit.Locate().Continent)
	// Output: FR EU
}
