package routing_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// hostile are costly visits, by what is large in them.
func hostile() map[string]func() *routing.Visit {
	large := strings.Repeat("a", 64<<10)
	header := func(name, value string) func() *routing.Visit {
		return func() *routing.Visit { return &routing.Visit{Header: http.Header{name: {value}}} }
	}
	entries := header("Accept-Language", strings.Repeat("de;q=0.1,", 10_000))
	return map[string]func() *routing.Visit{
		"agent of 64 KB":              func() *routing.Visit { return &routing.Visit{UserAgent: large} },
		"referer of 64 KB":            func() *routing.Visit { return &routing.Visit{Referer: "https://" + large} },
		"referer of invalid UTF-8":    func() *routing.Visit { return &routing.Visit{Referer: "https://\xff\xfe/"} },
		"query of 30,000 parameters":  func() *routing.Visit { return &routing.Visit{Query: strings.Repeat("%61&", 30_000)} },
		"10,000 languages":            entries,
		"language of 64 KB":           header("Accept-Language", large),
		"cookie of 64 KB":             header("Cookie", strings.Repeat("a=b;", 16<<10)),
		"cookie of one endless value": header("Cookie", large),
	}
}

// BenchmarkHostile routes by every condition that reads what a visitor sends.
func BenchmarkHostile(b *testing.B) {
	table := compiled(b,
		clauseNamed("language", "fr"), clauseNamed("query", "b"), clauseNamed("cookie", "x=y"),
		clauseNamed("referer", "google.com"), routing.Rule{Percentage: routing.Percent(0)},
	)
	for name, visit := range hostile() {
		b.Run(name, func(b *testing.B) {
			template := visit()
			b.ReportAllocs()
			var v routing.Visit
			for b.Loop() {
				v = routing.Visit{UserAgent: template.UserAgent, Referer: template.Referer, Query: template.Query, Header: template.Header}
				table.Route(&v)
			}
			b.ReportMetric(0, "max-allocs/op")
		})
	}
}

// clauseNamed is a rule of its own id.
func clauseNamed(condition, value string) routing.Rule {
	r := clause(condition, value)
	r.ID = condition
	return r
}

func TestWhatIsTooLongIsNotRead(t *testing.T) {
	query := &routing.Visit{Query: strings.Repeat("a&", 5000) + "b"}
	if only(t, "query", "b").Route(query).Rule == 0 {
		t.Error("found a parameter beyond 8,192 bytes")
	}
	if only(t, "query", "a").Route(query).Rule != 0 {
		t.Error("did not find the first parameter")
	}
	cookies := &routing.Visit{Header: http.Header{"Cookie": {strings.Repeat("a=1;", 3000) + "b=1"}}}
	if only(t, "cookie", "b").Route(cookies).Rule == 0 {
		t.Error("found a cookie beyond 8,192 bytes")
	}
}

func TestForwardQueryReadsNoMoreThanFits(t *testing.T) {
	query := strings.Repeat("own&", 3000) + "late=1"
	if got := routing.ForwardQuery("https://x.org/?own", query); got != "https://x.org/?own" {
		t.Errorf("forwarded %q", got)
	}
	if got := routing.ForwardQuery("https://x.org/", strings.Repeat("a", 9000)); got != "https://x.org/" {
		t.Errorf("forwarded %d bytes of one parameter", len(got))
	}
}
