package routing_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// entries makes the i-th entry of a long list, by condition.
func entries() map[string]func(i int) string {
	return map[string]func(i int) string{
		"geo":      func(i int) string { return []string{"US", "CA", "DE"}[i%3] },
		"time":     func(int) string { return "00:01-00:00" },
		"weekday":  func(int) string { return "Mon-Sun" },
		"date":     func(i int) string { return fmt.Sprintf("%d-01-01", 1000+i) },
		"os":       strconv.Itoa,
		"city":     func(i int) string { return "É" + strconv.Itoa(i) },
		"language": func(i int) string { return "a-" + strconv.Itoa(i) },
		"referer":  func(i int) string { return strconv.Itoa(i) + ".org" },
		"ip":       func(i int) string { return fmt.Sprintf("10.0.%d.%d", i>>8, i&255) },
	}
}

// full is a table of as many rules and entries as it can hold. The rules differ in
// the last of five entries.
func full(condition string) []routing.Rule {
	const n = 5 - 1
	entry := entries()[condition]
	var long strings.Builder
	for i := range n {
		long.WriteString(entry(i) + ",")
	}
	rules := make([]routing.Rule, routing.MaxRules)
	for i := range rules {
		rules[i] = clause(condition, long.String()+entry(n+i))
		rules[i].ID = fmt.Sprint("rule", i)
	}
	return rules
}

// BenchmarkSave prepares and compiles a thousand rules: typical ones, and those with
// the longest lists.
func BenchmarkSave(b *testing.B) {
	for name, rules := range map[string][]routing.Rule{"mixed": mixed(routing.MaxRules), "long": full("time")} {
		b.Run("rules="+name, func(b *testing.B) {
			for i := range rules {
				rules[i].ID, rules[i].Percentage = fmt.Sprint(i), routing.Percent(0.1)
			}
			stored, err := routing.Prepare(rules, nil, nil)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				prepared, err := routing.Prepare(rules, stored, nil)
				if err != nil {
					b.Fatal(err)
				}
				if _, err = routing.Compile(prepared, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(35_000, "max-allocs/op")
		})
	}
}

func TestWarningsOfLongListsAreBounded(t *testing.T) {
	for condition := range entries() {
		rules := full(condition)
		start := time.Now()
		warned(t, rules...)
		// It takes a tenth of a second. Without a limit it took minutes.
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: took %v", condition, took)
		}
	}
}

// narrower are entries each of which is in the one before it, by condition.
func narrower() map[string][]string {
	return map[string][]string{
		"os":       {"a", "A", "a"},
		"city":     {"é", "É", "é"},
		"language": {"a", "a-b", "a-b-c"},
		"referer":  {"org", "a.org", "b.a.org"},
		"ip":       {"10.0.0.0/8", "10.1.0.0/16", "10.1.2.3"},
		"date":     {"2026-01-01..2026-12-31", "2026-02-01..2026-03-31", "2026-02-01"},
	}
}

// apart are entries that have nothing in common with each other nor with those
// of narrower.
func apart() map[string][]string {
	return map[string][]string{
		"os":       {"b", "c", "ab", "0"},
		"city":     {"e", "f", "éé", "0"},
		"language": {"b", "c-b", "ab", "aa-b"},
		"referer":  {"com", "c.net", "xorg", "a.borg"},
		"ip":       {"9.0.0.0/8", "11.1.0.0/16", "::/8", "2001:db8::1"},
		"date":     {"2025-12-30", "2027-01-02..", "2024-01-01..2024-12-31", "..2023-06-30"},
	}
}

// TestListsAreComparedEntryByEntry covers an entry of a list when the other
// list has it or a wider one, wherever either stands.
func TestListsAreComparedEntryByEntry(t *testing.T) {
	r := seeded(t)
	for condition, chain := range narrower() {
		for range 200 {
			others := append([]string(nil), apart()[condition]...)
			r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
			wide, narrow := r.IntN(3), r.IntN(3)
			first := shuffled(r, append(others[:3:3], chain[wide])...)
			second := shuffled(r, append(others[:r.IntN(4):3], chain[narrow])...)
			want := wide <= narrow || condition == "os" || condition == "city"
			if r.IntN(4) == 0 {
				second, want = second+","+others[3], false
			}
			got := warned(t, routing.Rule{Clauses: clause(condition, first).Clauses}, clause(condition, second))
			if (len(got) == 1) != want {
				t.Fatalf("%s %q covers %q: warned %v", condition, first, second, got)
			}
		}
	}
}

// shuffled is a comma list of the entries in any order.
func shuffled(r *rand.Rand, entries ...string) string {
	r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return strings.Join(entries, ",")
}
