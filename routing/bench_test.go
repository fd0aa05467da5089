package routing_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// mixed returns n rules of every kind, none of which takes the visit.
func mixed(n int) []routing.Rule {
	kinds := []routing.Rule{
		{Clauses: []routing.Clause{{Condition: "geo", Value: "US,CA,GB"}}},
		{Clauses: []routing.Clause{{Condition: "device", Value: "Tablet"}}},
		{Clauses: []routing.Clause{{Condition: "referer", Value: "google.com,bing.com"}}},
		{Clauses: []routing.Clause{{Condition: "time", Value: "22:00-06:00"}}, Timezone: "Europe/Berlin"},
		{Percentage: routing.Percent(0), Split: "s"},
	}
	rules := make([]routing.Rule, n)
	for i := range rules {
		rules[i] = kinds[i%len(kinds)]
	}
	return rules
}

func BenchmarkRoute(b *testing.B) {
	for _, n := range []int{0, 1, 10, 100} {
		b.Run(fmt.Sprintf("rules=%d", n), func(b *testing.B) {
			table := compiled(b, mixed(n)...)
			b.ReportAllocs()
			var v routing.Visit
			for b.Loop() {
				v = routing.Visit{
					Time:      time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC),
					Addr:      netip.AddrFrom4([4]byte{198, 51, 100, 7}),
					UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
					Referer:   "https://www.example.org/page",
					Place:     routing.Place{Country: "FR"},
					Agent:     routing.Agent{Device: routing.Desktop},
				}
				if table.Route(&v).Rule != -1 {
					b.Fatal("a rule matched")
				}
			}
			b.ReportMetric(0, "max-allocs/op")
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	rules := mixed(10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := routing.Compile(rules, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSetUTM(b *testing.B) {
	utm := routing.UTM{Source: "newsletter", Medium: "email", Campaign: "summer sale"}
	b.ReportAllocs()
	for b.Loop() {
		routing.SetUTM("https://example.com/a?b=c&utm_medium=old#d", utm)
	}
	b.ReportMetric(2, "max-allocs/op")
}

func BenchmarkForwardQuery(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		routing.ForwardQuery("https://example.com/a?b=c#d", "gclid=abc&b=d&ref=x")
	}
	b.ReportMetric(3, "max-allocs/op")
}

func TestRouteDoesNotAllocate(t *testing.T) {
	table := compiled(t, mixed(10)...)
	v := &routing.Visit{}
	if n := testing.AllocsPerRun(100, func() { *v = routing.Visit{Referer: "https://WWW.Example.org/"}; table.Route(v) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
