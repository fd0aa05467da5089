package routing_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

func TestExplanationIsReadable(t *testing.T) {
	rules := []routing.Rule{
		{ID: "a", Destination: "https://example.com/a", Clauses: []routing.Clause{
			{Condition: "geo", Value: "JP"}, {Condition: "header", Value: "X-Plan=gold", Not: true},
		}},
		{ID: "b", Percentage: routing.Percent(50), Split: "s", Destination: "https://example.com/b"},
		{ID: "c", Destination: "https://example.com/c"},
	}
	visit := &routing.Visit{Header: http.Header{"X-Plan": {"gold\nrule 9"}}, VisitorKey: "c"}
	const want = `rule 0 "a": no (geo "JP" saw "unknown": no; not header "X-Plan=gold" saw "X-Plan=gold\nrule 9": yes)
rule 1 "b": yes (share from 0 to 50, visitor at 31.286: yes) → https://example.com/b
rule 2 "c": yes (takes everybody)`
	if got := explained(t, visit, rules...).String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := explained(t, visit).String(); got != "there are no rules" {
		t.Errorf("without rules: %s", got)
	}
}

func TestExplain(t *testing.T) {
	rules := []routing.Rule{
		{ID: "office", Timezone: "Asia/Tokyo", Clauses: []routing.Clause{
			{Condition: "geo", Value: "JP"},
			{Condition: "time", Value: "09:00-17:00"},
		}},
		{ID: "half", Percentage: routing.Percent(50), Split: "s", Destination: "https://example.com/half"},
		{ID: "rest", Clauses: []routing.Clause{{Condition: "referer", Value: "direct", Not: true}}},
	}
	visit := &routing.Visit{Time: time.Date(2026, 3, 1, 1, 5, 0, 0, time.UTC), VisitorKey: "c"}
	got, err := json.MarshalIndent(explained(t, visit, rules...), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "rule": 1,
  "id": "half",
  "rules": [
    {
      "id": "office",
      "clauses": [
        {
          "condition": "geo",
          "value": "JP",
          "fact": "unknown",
          "matches": false
        },
        {
          "condition": "time",
          "value": "09:00-17:00",
          "fact": "10:05 Asia/Tokyo",
          "matches": true
        }
      ],
      "matches": false
    },
    {
      "id": "half",
      "clauses": [],
      "share": {
        "split": "s",
        "u": 31.285886339168,
        "from": 0,
        "to": 50,
        "matches": true
      },
      "destination": "https://example.com/half",
      "matches": true
    },
    {
      "id": "rest",
      "clauses": [
        {
          "condition": "referer",
          "value": "direct",
          "not": true,
          "fact": "direct",
          "matches": false
        }
      ],
      "matches": false
    }
  ]
}`
	if string(got) != want {
		t.Errorf("explained %s", got)
	}
}

func TestExplainShowsWhatMatchedOfWhatIsSentTwice(t *testing.T) {
	visit := &routing.Visit{
		Query:  "a=1&a=2",
		Header: http.Header{"X-Plan": {"free", "pro"}, "Cookie": {"c=1; c=2"}},
	}
	for clause, want := range map[routing.Clause]string{
		{Condition: "query", Value: "a=2"}:         "a=2",
		{Condition: "query", Value: "a=3"}:         "a=1",
		{Condition: "query", Value: "a"}:           "a=1",
		{Condition: "query", Value: "b=2"}:         "absent",
		{Condition: "header", Value: "x-plan=pro"}: "X-Plan=pro",
		{Condition: "header", Value: "x-plan=max"}: "X-Plan=free",
		{Condition: "header", Value: "x-plan"}:     "X-Plan=free",
		{Condition: "cookie", Value: "c=2"}:        "c=2",
		{Condition: "cookie", Value: "c=3"}:        "c=1",
		{Condition: "cookie", Value: "c"}:          "c=1",
	} {
		rule := routing.Rule{Clauses: []routing.Clause{clause}}
		if got := explained(t, visit, rule).Rules[0].Clauses[0].Fact; got != want {
			t.Errorf("%s %q saw %q, want %q", clause.Condition, clause.Value, got, want)
		}
	}
}

func TestNoRulesAreExplained(t *testing.T) {
	got, err := json.Marshal(explained(t, &routing.Visit{}))
	if err != nil || string(got) != `{"rule":-1,"rules":[]}` {
		t.Errorf("explained %s, %v", got, err)
	}
}

func TestExplainDecidesAsRouteDoes(t *testing.T) {
	r := seeded(t)
	for range 1000 {
		rules := randomRules(r)
		table := compiled(t, rules...)
		v := randomVisit(r)
		e := explained(t, v, rules...)
		d := table.Route(v)
		if e.Rule != d.Rule {
			t.Fatalf("explains rule %d, routes to %d", e.Rule, d.Rule)
		}
		for _, draw := range d.Draws {
			if !drew(e, table.Splits()[draw.Split], draw.U) {
				t.Fatalf("does not explain %+v", draw)
			}
		}
	}
}

func drew(e routing.Explanation, split string, u float64) bool {
	for _, rule := range e.Rules {
		if rule.Share != nil && rule.Share.Split == split && rule.Share.U == u {
			return true
		}
	}
	return false
}

func TestFactsAreReadable(t *testing.T) {
	v := &routing.Visit{
		Time: time.Date(2026, 7, 3, 23, 30, 0, 0, time.UTC), Query: "a=x+y&b", Referer: "https://www.example.org/",
		Header: map[string][]string{"Accept-Language": {"pt-BR"}, "Cookie": {"c=1"}, "X-Plan": {"pro"}},
		Agent:  routing.Agent{Device: routing.Tablet, Bot: routing.AIAgent}, Familiarity: routing.ReturningVisitor,
	}
	for _, c := range []struct{ condition, value, fact string }{
		{"device", "Mobile", "Tablet"}, {"os", "iOS", "unknown"}, {"language", "fr", "pt-BR"},
		{"weekday", "Mon", "Fri UTC"}, {"date", "2026-01-01", "2026-07-03 UTC"},
		{"query", "a=z", "a=x y"}, {"query", "c", "absent"}, {"cookie", "c=2", "c=1"}, {"cookie", "d", "absent"},
		{"header", "x-plan=free", "X-Plan=pro"}, {"header", "dnt", "absent"}, {"ip", "::1", "unknown"},
		{"visitor", "human", "bot,returning"}, {"referer", "direct", "www.example.org"},
	} {
		if got := explained(t, v, clause(c.condition, c.value)).Rules[0].Clauses[0].Fact; got != c.fact {
			t.Errorf("%s %s saw %q, want %q", c.condition, c.value, got, c.fact)
		}
	}
}

func TestExplainAndWarningsRefuseWhatCompileRefuses(t *testing.T) {
	rules := []routing.Rule{clause("geo", "UK")}
	_, want := routing.Compile(rules, nil)
	if _, err := routing.Explain(rules, &routing.Visit{}, nil); err == nil || err.Error() != want.Error() {
		t.Errorf("Explain: %v, want %v", err, want)
	}
	if _, err := routing.Warnings(rules, nil); err == nil || err.Error() != want.Error() {
		t.Errorf("Warnings: %v, want %v", err, want)
	}
}
