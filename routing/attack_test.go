package routing_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

// attackers make the i-th value of a clause that costs the hostile visit much, by
// condition. An even one is in the visit, an odd one is not.
func attackers() map[string]func(i int) string {
	either := func(yes, no string) func(int) string {
		return func(i int) string {
			if i%2 == 0 {
				return yes
			}
			return fmt.Sprintf(no, i)
		}
	}
	pairs := func(i int) string { return fmt.Sprintf("%c=%d", 'a'+i%13*2, i%7) }
	return map[string]func(i int) string{
		"geo":        func(i int) string { return []string{"DE", "FR"}[i%2] },
		"device":     func(i int) string { return []string{"Mobile", "Desktop"}[i%2] },
		"visitor":    func(i int) string { return []string{"human", "bot"}[i%2] },
		"continent":  func(i int) string { return []string{"EU", "NA"}[i%2] },
		"region":     func(i int) string { return []string{"DE-BY", "US-CA"}[i%2] },
		"city":       either(hostileCity, strings.Repeat("é", 8)+"%d"),
		"os":         either("Android", "System %d"),
		"browser":    either("Chrome", "Browser %d"),
		"language":   either("sr-cyrl", "sr-x-%d"),
		"referer":    either("a.a.a.a", "%d.a.a.a"),
		"time":       func(i int) string { return []string{"00:00-24:00", "03:00-03:01"}[i%2] },
		"weekday":    func(i int) string { return []string{"Mon-Sun", "Mon"}[i%2] },
		"date":       func(i int) string { return fmt.Sprintf("%d-01-01", 1000+i%2500) },
		"query":      pairs,
		"cookie":     pairs,
		"header":     func(i int) string { return fmt.Sprintf("X-%d=%d", i%50, i%7) },
		"ip":         func(i int) string { return fmt.Sprintf("%d.%d.0.0/24", 1+i%200, i/200%250) },
		"percentage": func(int) string { return "" },
		"all":        func(int) string { return "" }, // clauses of all conditions in turn
	}
}

const hostileCity = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"

// hostileVisit is a visit that costs every condition much.
func hostileVisit() *routing.Visit {
	var cookies, query strings.Builder
	for i := range 8 << 10 {
		fmt.Fprintf(&cookies, "%c=%d;", 'a'+i%26, i%7)
		fmt.Fprintf(&query, "%%%x=%d&", 'a'+i%26, i%7)
	}
	header := http.Header{
		"Cookie": {cookies.String()[:8<<10]}, "Accept-Language": {strings.Repeat("*,", 63) + "sr-Cyrl-RS-a-b-c-d-e-f-g-h-i-j-k-l"},
	}
	for i := range 50 {
		header[fmt.Sprintf("X-%d", i)] = strings.Split(strings.Repeat("no,", 400)+"0", ",")
	}
	return &routing.Visit{
		Time: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC), Addr: netip.MustParseAddr("198.51.100.7"), VisitorKey: strings.Repeat("k", 8<<10),
		UserAgent: "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36 " + strings.Repeat("x", 8<<10),
		Referer:   "https://" + strings.Repeat("a.", 125) + "a/", Query: query.String()[:16<<10], Header: header,
		Place: routing.Place{Continent: "EU", Country: "DE", Region: "DE-BY", City: hostileCity}, Agents: useragent.Classifier{},
	}
}

// again is the visit as it is before its first use.
func again(v *routing.Visit) routing.Visit {
	return routing.Visit{
		Time: v.Time, Addr: v.Addr, UserAgent: v.UserAgent, Referer: v.Referer, Query: v.Query, Header: v.Header,
		VisitorKey: v.VisitorKey, Place: v.Place, Agents: v.Agents,
	}
}

// shape is how the clauses of a table are spread.
type shape struct{ rules, clauses, entries int }

func shapes(condition string) []shape {
	if !isList(condition) || condition == "all" {
		return []shape{{1000, 1, 1}, {1000, 20, 1}}
	}
	return []shape{{1000, 1, 1}, {1000, 20, 1}, {1000, 1, 10}, {1000, 4, 60}}
}

// table fills a table: in each rule all clauses but the last let the visit pass, as
// far as the condition allows it.
func (s shape) table(condition string, negated bool) *routing.Table {
	value := attackers()[condition]
	everything := slices.Sorted(maps.Keys(attackers()))
	everything = slices.DeleteFunc(everything, func(name string) bool { return name == "percentage" || name == "all" })
	for n := s.rules; ; n = n * 3 / 4 { // as many rules as are accepted
		rules := make([]routing.Rule, n)
		for i := range rules {
			if condition == "time" || condition == "weekday" || condition == "date" {
				rules[i].Timezone = []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo"}[i%3]
			}
			if condition == "percentage" {
				share := routing.Clause{Condition: "query", Value: fmt.Sprint("none", i), Not: true}
				rules[i] = routing.Rule{Clauses: []routing.Clause{share}, Percentage: routing.Percent(0), Split: fmt.Sprint("split number ", i)}
				continue
			}
			for j := range s.clauses {
				condition, value := condition, value
				if condition == "all" {
					condition = everything[(i+j)%len(everything)]
					value = attackers()[condition]
				}
				entries := make([]string, s.entries)
				for k := range entries {
					entries[k] = value(((i*s.clauses+j)*s.entries+k)*2 + 1)
				}
				last := j == s.clauses-1
				if !negated && !last {
					entries[0] = value(2 * i)
				}
				if negated && last {
					entries[0] = value(0)
				}
				rules[i].Clauses = append(rules[i].Clauses, routing.Clause{Condition: condition, Value: strings.Join(entries, ","), Not: negated})
			}
		}
		if table, err := routing.Compile(rules, nil); err == nil {
			return table
		}
	}
}

// cost is the least time of a visit.
func cost(table *routing.Table, visit *routing.Visit) time.Duration {
	least := time.Hour
	v := new(routing.Visit)
	for range 30 {
		*v = again(visit)
		start := time.Now()
		table.Route(v)
		least = min(least, time.Since(start))
	}
	return least
}

// TestAttackCostsAtMostAHundredPlainVisits compares the worst tables of each
// condition, tried by the worst visit, with a visit of ten plain rules.
func TestAttackCostsAtMostAHundredPlainVisits(t *testing.T) {
	if os.Getenv("LINKPACK_ATTACK") == "" {
		t.Skip("LINKPACK_ATTACK is not set")
	}
	ten := compiled(t, mixed(10)...)
	plain := cost(ten, &routing.Visit{
		Time: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC), Addr: netip.MustParseAddr("198.51.100.7"),
		UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Referer: "https://www.example.org/page",
		Place: routing.Place{Country: "FR"}, Agents: useragent.Classifier{},
	})
	t.Logf("a plain visit costs %v", plain)
	hostile := hostileVisit()
	for _, condition := range slices.Sorted(maps.Keys(attackers())) {
		var worst time.Duration
		var which string
		for _, s := range shapes(condition) {
			for _, negated := range []bool{false, true} {
				if got := cost(s.table(condition, negated), hostile); got > worst {
					worst, which = got, fmt.Sprintf("%+v negated %t", s, negated)
				}
			}
		}
		t.Logf("%-10s %9v %6.1f plain visits, %s", condition, worst, float64(worst)/float64(plain), which)
		if worst > 100*plain {
			t.Errorf("%s costs more than 100 plain visits", condition)
		}
	}
}
