package routing_test

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// only returns a table of one rule with one clause.
func only(t *testing.T, condition, value string) *routing.Table {
	t.Helper()
	rule := routing.Rule{Clauses: []routing.Clause{{Condition: condition, Value: value}}}
	table, err := routing.Compile([]routing.Rule{rule}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestGeo(t *testing.T) {
	for _, c := range []struct {
		name, value, country string
		want                 bool
	}{
		{"a listed country matches", "US,CA,GB", "CA", true},
		{"another does not", "US,CA,GB", "FR", false},
		{"case and spaces do not matter", " us , Ca", "CA", true},
		{"Kosovo is a country", "XK", "XK", true},
		{"no country matches no list", "US", "", false},
		{"no country is unknown", "unknown", "", true},
		{"a code nobody assigned is unknown", "US,Unknown", "T1", true},
		{"a country is not unknown", "unknown", "US", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := &routing.Visit{Place: routing.Place{Country: c.country}}
			if got := only(t, "geo", c.value).Route(v).Rule == 0; got != c.want {
				t.Errorf("geo %q with country %q: %v", c.value, c.country, got)
			}
		})
	}
}

func TestDevice(t *testing.T) {
	for _, c := range []struct {
		name, value string
		device      routing.DeviceClass
		want        bool
	}{
		{"a listed class matches", "Mobile,Tablet", routing.Tablet, true},
		{"another does not", "Mobile,Tablet", routing.Desktop, false},
		{"case does not matter", "desktop", routing.Desktop, true},
		{"a television is Other", "Other", routing.Other, true},
		{"an unknown device is in no list", "Mobile,Tablet,Desktop,Other", routing.UnknownDevice, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := &routing.Visit{Agent: routing.Agent{Device: c.device}}
			if got := only(t, "device", c.value).Route(v).Rule == 0; got != c.want {
				t.Errorf("device %q with %v: %v", c.value, c.device, got)
			}
		})
	}
}

func TestReferer(t *testing.T) {
	for _, c := range []struct {
		name, value, referer string
		want                 bool
	}{
		{"the domain matches", "google.com", "https://google.com/search?q=a", true},
		{"a subdomain matches", "google.com", "https://news.google.com", true},
		{"notgoogle.com is not a subdomain of google.com", "google.com", "https://notgoogle.com/", false},
		{"google.com.evil.io is not google.com", "google.com", "https://google.com.evil.io/", false},
		{"the domain above does not match", "news.google.com", "https://google.com/", false},
		{"a user name is not the host", "google.com", "https://google.com@evil.io/", false},
		{"a path is not the host", "google.com", "https://evil.io/google.com", false},
		{"a backslash ends the host", "google.com", `https://evil.io\.google.com`, false},
		{"case, port and last dot do not matter", "Google.com.", "HTTPS://GOOGLE.COM.:443/", true},
		{"direct is no Referer", "direct", "", true},
		{"direct is a Referer that names no host", "direct", "about:blank", true},
		{"direct is not another page", "direct", "https://google.com/", false},
		{"direct is not a page with an IPv6 address", "direct", "http://[2001:db8::1]:80/", false},
		{"direct may stand in a list", "google.com, direct", "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := &routing.Visit{Referer: c.referer}
			if got := only(t, "referer", c.value).Route(v).Rule == 0; got != c.want {
				t.Errorf("referer %q with %q: %v", c.value, c.referer, got)
			}
		})
	}
}

func TestRefererHost(t *testing.T) {
	for referer, want := range map[string]string{
		"https://www.example.org/a":              "www.example.org",
		"http://user:secret@example.org:80":      "example.org",
		"android-app://com.google.android.gm/":   "com.google.android.gm",
		"http://[2001:db8::1]/":                  "2001:db8::1",
		"http://[2001:db8::1":                    "",
		"ftp://example.org/":                     "",
		"https://":                               "",
		"https://exa mple.org/":                  "",
		"https://example.org\r\nX: y/":           "",
		"javascript://example.org/%0aalert(1)":   "",
		"https://bücher.example/":                "",
		"https://xn--bcher-kva.example/":         "xn--bcher-kva.example",
		"https://" + string(make([]byte, 70000)): "",
	} {
		if got := (&routing.Visit{Referer: referer}).RefererHost(); got != want {
			t.Errorf("the host of %.60q is %q, want %q", referer, got, want)
		}
	}
}

func TestTime(t *testing.T) {
	for _, c := range []struct {
		name, value, zone, at string
		want                  bool
	}{
		{"the start is inside", "09:00-17:00", "", "2026-03-01T09:00:00Z", true},
		{"the last second is inside", "09:00-17:00", "", "2026-03-01T16:59:59Z", true},
		{"the end is outside", "09:00-17:00", "", "2026-03-01T17:00:00Z", false},
		{"over midnight, before it", "22:00-06:00", "", "2026-03-01T23:00:00Z", true},
		{"over midnight, after it", "22:00-06:00", "", "2026-03-01T05:59:59Z", true},
		{"over midnight, not by day", "22:00-06:00", "", "2026-03-01T06:00:00Z", false},
		{"24:00 is the end of the day", "20:00-24:00", "", "2026-03-01T23:59:59Z", true},
		{"24:00 does not run on", "20:00-24:00", "", "2026-03-01T00:00:00Z", false},
		{"the second of several ranges", "9:00-12:00, 13:00-17:00", "", "2026-03-01T13:30:00Z", true},
		{"the gap between ranges", "9:00-12:00, 13:00-17:00", "", "2026-03-01T12:30:00Z", false},
		{"a zone of half hours", "09:00-10:00", "Asia/Kolkata", "2026-03-01T03:30:00Z", true},
		{"a zone of quarter hours", "09:00-10:00", "Asia/Kathmandu", "2026-03-01T03:14:59Z", false},
		{"winter in New York", "09:00-17:00", "America/New_York", "2026-03-07T13:30:00Z", false},
		{"summer in New York", "09:00-17:00", "America/New_York", "2026-03-08T13:30:00Z", true},
		{"the hour that summer time skips", "02:00-03:00", "America/New_York", "2026-03-08T07:00:00Z", false},
		{"the hour that winter time repeats", "01:00-02:00", "America/New_York", "2026-11-01T06:30:00Z", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule := routing.Rule{Timezone: c.zone, Clauses: []routing.Clause{{Condition: "time", Value: c.value}}}
			// The rule's zone wins over the table's.
			table, err := routing.Compile([]routing.Rule{rule}, &routing.Options{Timezone: zoneOr(c.zone)})
			if err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse(time.RFC3339, c.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := table.Route(&routing.Visit{Time: at}).Rule == 0; got != c.want {
				t.Errorf("time %s in %q at %s: %v", c.value, c.zone, c.at, got)
			}
		})
	}
}

// zoneOr returns a table zone that would give wrong answers for a rule that
// has a zone of its own.
func zoneOr(zone string) string {
	if zone == "" {
		return "UTC"
	}
	return "Pacific/Kiritimati"
}

func TestTheTablesZoneStandsInForTheRules(t *testing.T) {
	rule := routing.Rule{Clauses: []routing.Clause{{Condition: "time", Value: "09:00-10:00"}}}
	table, err := routing.Compile([]routing.Rule{rule}, &routing.Options{Timezone: "Asia/Tokyo"})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 0, 30, 0, 0, time.UTC)
	if table.Route(&routing.Visit{Time: at}).Rule != 0 {
		t.Error("09:30 in Tokyo is not between 9 and 10")
	}
}
