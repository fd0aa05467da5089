package routing_test

import (
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

func compiled(t testing.TB, rules ...routing.Rule) *routing.Table {
	t.Helper()
	table, err := routing.Compile(rules, nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// explained is what the rules do with a visit.
func explained(t testing.TB, v *routing.Visit, rules ...routing.Rule) routing.Explanation {
	t.Helper()
	e, err := routing.Explain(rules, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// warned are the warnings of rules that are never reached.
func warned(t testing.TB, rules ...routing.Rule) []routing.Warning {
	t.Helper()
	warnings, err := routing.Warnings(rules, nil)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(warnings, func(w routing.Warning) bool { return w.CoveredBy < 0 })
}

func TestANilTableHasNoRules(t *testing.T) {
	var table *routing.Table
	if d := table.Route(&routing.Visit{}); d.Rule != -1 || d.Draws != nil {
		t.Errorf("decided %+v", d)
	}
	if s := table.Splits(); s != nil {
		t.Errorf("has splits %q", s)
	}
}

func TestTheFirstMatchWins(t *testing.T) {
	us := []routing.Clause{{Condition: "geo", Value: "US"}}
	table := compiled(t, routing.Rule{Clauses: us}, routing.Rule{Clauses: us}, routing.Rule{})
	if d := table.Route(&routing.Visit{Place: routing.Place{Country: "US"}}); d.Rule != 0 {
		t.Errorf("an American goes to rule %d", d.Rule)
	}
	if d := table.Route(&routing.Visit{}); d.Rule != 2 {
		t.Errorf("a rule without clauses does not match everybody: %d", d.Rule)
	}
}

func TestAllClausesMustMatch(t *testing.T) {
	table := compiled(t, routing.Rule{Clauses: []routing.Clause{
		{Condition: "geo", Value: "US"},
		{Condition: "device", Value: "Mobile", Not: true},
	}})
	us := routing.Place{Country: "US"}
	for name, c := range map[string]struct {
		place routing.Place
		agent routing.Agent
		want  int
	}{
		"both":                                {us, routing.Agent{Device: routing.Desktop}, 0},
		"the negated one fails":               {us, routing.Agent{Device: routing.Mobile}, -1},
		"the negated one matches the unknown": {us, routing.Agent{}, 0},
		"the positive one never does":         {routing.Place{}, routing.Agent{}, -1},
	} {
		t.Run(name, func(t *testing.T) {
			if d := table.Route(&routing.Visit{Place: c.place, Agent: c.agent}); d.Rule != c.want {
				t.Errorf("rule %d, want %d", d.Rule, c.want)
			}
		})
	}
}

// counter is a locator and a classifier that counts how often it is asked.
type counter struct{ located, classified int }

func (c *counter) Locate(netip.Addr) routing.Place {
	c.located++
	return routing.Place{Country: "FR"}
}

func (c *counter) Classify(string, http.Header) routing.Agent {
	c.classified++
	return routing.Agent{Device: routing.Mobile}
}

func TestFactsAreComputedOnceAndOnlyWhenAsked(t *testing.T) {
	geo := func(v string) routing.Rule {
		return routing.Rule{Clauses: []routing.Clause{{Condition: "geo", Value: v}}}
	}
	c := &counter{}
	v := &routing.Visit{Geo: c, Agents: c}
	if compiled(t, geo("US"), geo("DE"), geo("FR")).Route(v).Rule != 2 {
		t.Error("the located country does not match")
	}
	if v.Locate(); c.located != 1 || c.classified != 0 {
		t.Errorf("located %d times, classified %d times", c.located, c.classified)
	}
}

func TestATableIsSafeForConcurrentUse(t *testing.T) {
	r := seeded(t)
	rules := randomRules(r)
	table := compiled(t, rules...)
	at := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	want := table.Route(&routing.Visit{Time: at, VisitorKey: "someone"}).Rule
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got := table.Route(&routing.Visit{Time: at, VisitorKey: "someone"}).Rule; got != want {
					t.Errorf("rule %d, then %d", want, got)
				}
			}
		})
	}
	wg.Wait()
}

func TestTheRulesMayChangeAfterCompiling(t *testing.T) {
	rules := []routing.Rule{{Clauses: []routing.Clause{{Condition: "geo", Value: "US"}}, Percentage: routing.Percent(100)}}
	table := compiled(t, rules...)
	rules[0].Clauses[0].Value, *rules[0].Percentage = "FR", 0
	if table.Route(&routing.Visit{Place: routing.Place{Country: "US"}}).Rule != 0 {
		t.Error("the table changed with the rules")
	}
}
