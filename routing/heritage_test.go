package routing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestRulesThatAreEditedAgainAndAgainKeepTheirSplitsApart(t *testing.T) {
	r := seeded(t)
	n := 0
	newID := func() string { n++; return fmt.Sprint("id", n) }
	var stored []routing.Rule
	for range 5000 {
		sent := slices.Clone(stored)
		r.Shuffle(len(sent), func(i, j int) { sent[i], sent[j] = sent[j], sent[i] })
		sent = sent[r.IntN(len(sent)+1)/2:]
		for i := range sent {
			if r.IntN(4) == 0 {
				sent[i] = part(sent[i].ID, randomGeo(r.IntN(6)), "")
			}
		}
		for len(sent) < 3+r.IntN(3) {
			sent = append(sent, part("", randomGeo(r.IntN(6)), ""))
		}
		got, err := routing.Prepare(sent, stored, newID)
		if err != nil {
			t.Fatal(err)
		}
		checkSplits(t, got, stored)
		stored = got
	}
}

// randomGeo spells one of three sets of countries in one of two ways.
func randomGeo(n int) string {
	return []string{"US,CA", "ca, us", "FR", "fr", "", ""}[n]
}

// meaning is the set of countries of a rule that part made.
func meaning(r routing.Rule) string {
	if len(r.Clauses) == 0 {
		return ""
	}
	if strings.Contains(r.Clauses[0].Value, ",") {
		return "US,CA"
	}
	return "FR"
}

// checkSplits fails unless equal clauses have one split, different ones have
// different ones, and a split stays when a rule kept both its id and clauses.
func checkSplits(t *testing.T, rules, stored []routing.Rule) {
	t.Helper()
	meanings, splits := map[string]string{}, map[string]string{}
	for _, r := range rules {
		m := meaning(r)
		if was, ok := meanings[r.Split]; ok && was != m {
			t.Fatalf("split %q belongs to %q and %q\n%+v", r.Split, was, m, rules)
		}
		if was, ok := splits[m]; ok && was != r.Split {
			t.Fatalf("%q is divided into %q and %q\n%+v", m, was, r.Split, rules)
		}
		meanings[r.Split], splits[m] = m, r.Split
	}
	for _, r := range rules {
		i := slices.IndexFunc(stored, func(s routing.Rule) bool { return s.ID == r.ID && meaning(s) == meaning(r) })
		if i >= 0 && stored[i].Split != r.Split {
			t.Fatalf("an untouched rule went from split %q to %q", stored[i].Split, r.Split)
		}
	}
}
