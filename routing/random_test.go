package routing_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// seeded returns a source that is the same in every run. LINKPACK_SEED=random has
// another seed each time, which is in the test's log.
func seeded(t testing.TB) *rand.Rand {
	t.Helper()
	seed := uint64(1)
	if os.Getenv("LINKPACK_SEED") == "random" {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// values are what random clauses and visits are made of: few, so that they meet.
var values = map[string][]string{
	"geo":        {"US", "de", "FR", "JP", "XK", "unknown"},
	"device":     {"Mobile", "tablet", "DESKTOP", "Other"},
	"referer":    {"google.com", "news.google.com", "example.org", "direct"},
	"time":       {"09:00-17:00", "22:00-06:00", "00:00-24:00", "12:30-12:31", "23:59-24:00", "18:15-00:00", "02:00-03:00", "01:30-02:00"},
	"percentage": {""},
	"weekday":    {"Mon-Fri", "sat", "Sunday", "fri-mon", "Wed-Wednesday"},
	"date":       {"2026-01-01..2026-06-30", "2026-07-04", "2026-10-01..", "..2026-02-14"},
	"continent":  {"EU", "na", "AS", "unknown"},
	"region":     {"US-CA", "us-ny", "DE-BY", "unknown"},
	"city":       {"Munich", "NEW YORK", "köln", "Unknown"},
	"os":         {"iOS", "android", "Windows", "unknown"},
	"browser":    {"Safari", "chrome", "Firefox", "unknown"},
	"language":   {"fr", "pt-BR", "PT", "en", "de-ch", "unknown"},
	"query":      {"a", "a=1", "b=x y", "utm_source=news", "c="},
	"header":     {"X-Plan=pro", "x-plan", "dnt=1"},
	"cookie":     {"session", "ab=1", "ab=2"},
	"ip":         {"203.0.113.0/25", "203.0.113.7", "2001:db8::/32", "203.0.113.128/26"},
	"visitor":    {"human", "Bot", "new", "returning"},
}

// conditionNames are the conditions, sorted so that a seed means the same
// every time.
var conditionNames = slices.Sorted(maps.Keys(values))

var destinations = []string{
	"https://example.com", "https://example.com/a/", "https://example.com/?utm_source=old&x=1#top",
	"http://example.org/b?utm_content=1&y&&utm_content=2", "https://x.example/%7e?c=own&#f?g", "myapp://open?x=1#y",
}

var zones = []string{"", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"}

// randomRules returns rules as they are stored.
func randomRules(r *rand.Rand) []routing.Rule {
	rules := make([]routing.Rule, r.IntN(6))
	var shapes [][]routing.Clause
	room := 100_000_000
	for i := range rules {
		if len(shapes) == 0 || r.IntN(3) > 0 {
			shapes = append(shapes, randomClauses(r))
		}
		rules[i].ID = fmt.Sprintf("r%d", i)
		rules[i].Clauses = pick(r, shapes...)
		rules[i].Timezone = pick(r, zones...)
		rules[i].Destination = pick(r, destinations...)
		rules[i].UTM = routing.UTM{Source: pick(r, "", "", "rule"), Content: pick(r, "", "", "50% & more")}
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
	const third = 33_333_334
	if *room >= third && r.IntN(5) == 0 {
		*room -= third
		return routing.Percent(100. / 3) // more digits than a millionth has
	}
	share := pick(r, 0, *room, r.IntN(*room+1), r.IntN(*room+1))
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
	return &routing.Visit{
		Time:       randomTime(r),
		Addr:       randomAddr(r),
		UserAgent:  randomAgent(r),
		Referer:    pick(r, referers...),
		VisitorKey: pick(r, "", "", fmt.Sprint(r.IntN(1000))),
		Query:      pick(r, queries...),
		Header:     randomHeader(r),
		Place: routing.Place{
			Continent: pick(r, "", "EU", "NA", "AS"),
			Country:   pick(r, "", "US", "DE", "FR", "JP", "XK"),
			Region:    pick(r, "", "US-CA", "US-NY", "DE-BY"),
			City:      pick(r, "", "Munich", "New York", "Köln"),
		},
		Agent: routing.Agent{
			Device:  routing.DeviceClass(r.IntN(5)),
			OS:      pick(r, "", "iOS", "Android", "Windows"),
			Browser: pick(r, "", "Safari", "Chrome", "Firefox"),
			Bot:     routing.Bot(r.IntN(4)),
		},
		Familiarity: routing.Familiarity(r.IntN(3)),
	}
}

// randomTime is often near the change of the clocks in one of the zones.
func randomTime(r *rand.Rand) time.Time {
	change := pick(r,
		time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC), // Berlin
		time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC), time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC), // New York
		time.Date(2026, 4, 4, 15, 0, 0, 0, time.UTC), time.Date(2026, 10, 3, 15, 30, 0, 0, time.UTC), // Lord Howe
	)
	if r.IntN(3) == 0 {
		return change.Add(time.Duration(r.IntN(2*60*60)-60*60) * time.Second)
	}
	return time.Date(2026, 1, 1, 0, 0, r.IntN(366*24*60*60), 0, time.UTC)
}

var referers = []string{
	"", "https://www.google.com/search", "https://News.Google.com", "https://notgoogle.com/", "https://example.org:8443/x",
	"google.com", "https://google.com.evil.io/", "https://google.com./", "https://user:secret@google.com", "https://google.com@evil.io/",
	"android-app://org.example/", "HTTP://EXAMPLE.ORG", "http://[2001:db8::7]/",
}

// randomAgent is at times as long as the visitor key reads, or a byte longer.
func randomAgent(r *rand.Rand) string {
	if r.IntN(40) == 0 {
		return strings.Repeat("a", 1024+r.IntN(2))
	}
	return pick(r, "", "Mozilla/5.0", "curl/8.5.0")
}

func randomAddr(r *rand.Rand) netip.Addr {
	return pick(r, netip.Addr{}, netip.MustParseAddr("2001:db8::7"), netip.MustParseAddr("::ffff:203.0.113.7"),
		netip.AddrFrom4([4]byte{203, 0, 113, byte(r.IntN(256))}))
}

var queries = []string{
	"", "a", "a=1", "a=2&b=x+y&c=", "b=x%20y&utm_source=visitor", "qr=1&gclid=abc&lbid=zzz&c", "utm_source=news&a=&%61=1",
}

var languages = []string{
	"", "fr", "pt-BR, pt;q=0.9", "en;q=0.5, de-CH;q=0.8", "fr;q=0, *;q=0.5", "en-US,en;q=0.9,fr;q=0.95", "*, fr;q=0.001",
}

func randomHeader(r *rand.Rand) http.Header {
	header := http.Header{}
	set := func(name string, from ...string) {
		if value := pick(r, from...); value != "" {
			header[name] = []string{value}
		}
	}
	set("Accept-Language", languages...)
	set("X-Plan", "", "pro", "free")
	if r.IntN(4) == 0 {
		header["X-Plan"] = []string{"free", "pro"}
	}
	set("Dnt", "", "1")
	set("Cookie", "", "ab=1", "session=x; ab=2", `ab="1"; ab=2`)
	return header
}
