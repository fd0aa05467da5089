package routing_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

func TestConditionsOnPlaceAndAgent(t *testing.T) {
	v := func() *routing.Visit {
		return &routing.Visit{
			Place: routing.Place{Continent: "NA", Region: "US-CA", City: "San Francisco"},
			Agent: routing.Agent{OS: "iOS", Browser: "Safari"},
		}
	}
	for condition, c := range map[string]struct{ listed, other string }{
		"continent": {"eu,na", "EU"},
		"region":    {"us-ca", "US-C"},
		"city":      {"Berlin, san francisco", "San"},
		"os":        {"android,ios", "Android"},
		"browser":   {"SAFARI", "Chrome"},
	} {
		t.Run(condition, func(t *testing.T) {
			if only(t, condition, c.listed).Route(v()).Rule != 0 {
				t.Errorf("%q does not match", c.listed)
			}
			if only(t, condition, c.other+",unknown").Route(v()).Rule == 0 {
				t.Errorf("%q matches", c.other)
			}
			if only(t, condition, "unknown").Route(&routing.Visit{}).Rule != 0 {
				t.Error("a missing fact is not unknown")
			}
			if only(t, condition, c.listed).Route(&routing.Visit{}).Rule == 0 {
				t.Error("a missing fact is in a list")
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		name, value, header string
		want                bool
	}{
		{"the first language matches", "fr", "fr, en;q=0.8", true},
		{"one that is liked less does not", "en", "fr, en;q=0.8", false},
		{"the quality decides, not the place", "en", "fr;q=0.7, en;q=0.8", true},
		{"pt matches pt-BR", "pt", "pt-BR", true},
		{"pt-BR does not match pt", "pt-BR", "pt", false},
		{"pt does not match pto", "pt", "pto", false},
		{"case does not matter", "PT-br", "pt-BR", true},
		{"quality 0 is no language", "fr", "fr;q=0", false},
		{"neither is a star", "unknown", "*", true},
		{"no header is unknown", "unknown", "", true},
		{"a malformed entry is skipped", "en", "<script>, fr;q=x, de;q=2, es;q=0.1234, en;q=0.1", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := &routing.Visit{Header: http.Header{"Accept-Language": {c.header}}}
			if got := only(t, "language", c.value).Route(v).Rule == 0; got != c.want {
				t.Errorf("language %q with %q: %v", c.value, c.header, got)
			}
		})
	}
}

func TestConditionsOnWhatIsSent(t *testing.T) {
	v := &routing.Visit{
		Query: "a=1&a=2&name=J%C3%B6rg+M&flag&lost%zz=1",
		Header: http.Header{
			"X-Plan": {"free", "pro"},
			"Cookie": {`a=1; quoted="x y"`, "b=p=q; =; ;"},
		},
		Addr: netip.MustParseAddr("::ffff:192.0.2.7"),
	}
	for _, c := range []struct {
		condition, value string
		want             bool
	}{
		{"query", "a", true}, {"query", "a=2", true}, {"query", "a=3", false}, {"query", "A", false},
		{"query", "name=Jörg M", true}, {"query", "flag", true}, {"query", "flag=", true},
		{"query", "b", false}, {"query", "lost%zz", true},
		{"header", "x-plan", true}, {"header", "X-PLAN=pro", true}, {"header", "x-plan=Pro", false}, {"header", "x-other", false},
		{"cookie", "a", true}, {"cookie", "quoted=x y", true}, {"cookie", `quoted="x y"`, true}, {"cookie", "b=p=q", true},
		{"cookie", "A", false}, {"cookie", "a=2", false},
		{"ip", "192.0.2.7", true}, {"ip", "10.0.0.0/8, 192.0.2.0/24", true}, {"ip", "::ffff:192.0.2.0/120", true},
		{"ip", "192.0.2.8", false}, {"ip", "::/0", false},
	} {
		t.Run(c.condition+" "+c.value, func(t *testing.T) {
			if got := only(t, c.condition, c.value).Route(v).Rule == 0; got != c.want {
				t.Errorf("matches: %v", got)
			}
			if only(t, c.condition, c.value).Route(&routing.Visit{}).Rule == 0 {
				t.Error("matches a visit that sends nothing")
			}
		})
	}
}

func TestVisitor(t *testing.T) {
	bot := routing.Agent{Bot: routing.Preview}
	for _, c := range []struct {
		name, value string
		visit       routing.Visit
		want        bool
	}{
		{"a preview is a bot", "bot", routing.Visit{Agent: bot}, true},
		{"and not human", "human", routing.Visit{Agent: bot}, false},
		{"whom nobody knows is human", "human", routing.Visit{}, true},
		{"new is new", "new", routing.Visit{Familiarity: routing.NewVisitor}, true},
		{"new is not returning", "returning", routing.Visit{Familiarity: routing.NewVisitor}, false},
		{"unknown is neither", "new,returning", routing.Visit{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := only(t, "visitor", c.value).Route(&c.visit).Rule == 0; got != c.want {
				t.Errorf("visitor %s: %v", c.value, got)
			}
		})
	}
}

func TestWeekdayAndDate(t *testing.T) {
	const friday = "2026-07-03T23:30:00Z" // Saturday the 4th in Berlin
	for _, c := range []struct {
		condition, value, zone string
		want                   bool
	}{
		{"weekday", "Mon-Fri", "", true}, {"weekday", "Mon-Fri", "Europe/Berlin", false},
		{"weekday", "sat, SUNDAY", "Europe/Berlin", true}, {"weekday", "Fri-Mon", "", true},
		{"weekday", "Sat-Thu", "", false}, {"weekday", "Fri-Fri", "", true},
		{"date", "2026-07-03", "", true}, {"date", "2026-07-03", "Europe/Berlin", false},
		{"date", "2026-07-01..2026-07-03", "", true}, {"date", "2026-07-04..2026-07-09", "Europe/Berlin", true},
		{"date", "2026-07-04..", "", false}, {"date", "..2026-07-03", "", true},
		{"date", "2025-01-01, 2026-07-03", "", true},
	} {
		t.Run(strings.Join([]string{c.condition, c.value, c.zone}, " "), func(t *testing.T) {
			rule := clause(c.condition, c.value)
			rule.Timezone = c.zone
			at, err := time.Parse(time.RFC3339, friday)
			if err != nil {
				t.Fatal(err)
			}
			if got := compiled(t, rule).Route(&routing.Visit{Time: at}).Rule == 0; got != c.want {
				t.Errorf("matches: %v", got)
			}
		})
	}
}
