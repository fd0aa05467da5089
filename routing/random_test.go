package routing_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// seeded returns a source whose seed is in the test's log, so that a failure
// can be seen again.
func seeded(t testing.TB) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// values are what random clauses and visits are made of: few, so that they meet.
var values = map[string][]string{
	"geo":        {"US", "de", "FR", "JP", "XK", "unknown"},
	"device":     {"Mobile", "tablet", "DESKTOP", "Other"},
	"referer":    {"google.com", "news.google.com", "example.org", "direct"},
	"time":       {"09:00-17:00", "22:00-06:00", "00:00-24:00", "12:30-12:31", "23:59-24:00", "18:15-00:00"},
	"percentage": {""},
}

var zones = []string{"", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"}

// randomRules returns rules as they are stored.
func randomRules(r *rand.Rand) []routing.Rule {
	rules := make([]routing.Rule, r.IntN(8))
	var shapes [][]routing.Clause
	room := 100_000_000
	for i := range rules {
		if len(shapes) == 0 || r.IntN(3) > 0 {
			shapes = append(shapes, randomClauses(r))
		}
		rules[i].ID = fmt.Sprintf("r%d", i)
		rules[i].Clauses = pick(r, shapes...)
		rules[i].Timezone = pick(r, zones...)
		rules[i].Destination = fmt.Sprintf("https://example.com/%d", i)
		if r.IntN(2) == 0 || strings.Contains(fmt.Sprint(rules[i].Clauses), "{percentage") {
			rules[i].Percentage = randomShare(r, &room)
		}
	}
	n := 0
	rules, err := routing.Prepare(rules, nil, func() string { n++; return fmt.Sprintf("s%d", n) })
	if err != nil {
		panic(err)
	}
	return rules
}

// randomShare takes a part of the millionths of a percent that are left.
func randomShare(r *rand.Rand, room *int) *float64 {
	share := pick(r, 0, *room, r.IntN(*room+1), r.IntN(*room+1), min(*room, 33_333_333))
	*room -= share
	return routing.Percent(float64(share) / 1e6)
}

func randomClauses(r *rand.Rand) []routing.Clause {
	clauses := make([]routing.Clause, pick(r, 0, 1, 1, 1, 2, 3))
	for i := range clauses {
		name := pick(r, conditionNames...)
		clauses[i] = routing.Clause{Condition: name, Value: randomValue(r, name)}
		clauses[i].Not = name != "percentage" && r.IntN(4) == 0
	}
	return clauses
}

// randomValue is one value of the condition, or a comma list of several.
func randomValue(r *rand.Rand, condition string) string {
	value := pick(r, values[condition]...)
	for isList(condition) && r.IntN(3) == 0 {
		value += pick(r, ",", ", ", " ,") + pick(r, values[condition]...)
	}
	return value
}

func randomVisit(r *rand.Rand) *routing.Visit {
	day := time.Date(2026, time.Month(1+r.IntN(12)), 1+r.IntN(31), 0, 0, 0, 0, time.UTC)
	return &routing.Visit{
		Time:       day.Add(time.Duration(r.Int64N(int64(24 * time.Hour)))),
		Addr:       netip.AddrFrom4([4]byte{203, 0, 113, byte(r.IntN(256))}),
		UserAgent:  pick(r, "", "Mozilla/5.0", strings.Repeat("a", 1024+r.IntN(2))),
		Referer:    pick(r, "", "https://www.google.com/search", "https://News.Google.com", "https://notgoogle.com/", "https://example.org:8443/x", "google.com", "https://google.com.evil.io/"),
		VisitorKey: pick(r, "", "", fmt.Sprint(r.IntN(1000))),
		Place:      routing.Place{Country: pick(r, "", "US", "DE", "FR", "JP", "XK")},
		Agent:      routing.Agent{Device: routing.Device(r.IntN(5))},
	}
}
