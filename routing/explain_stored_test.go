package routing_test

import (
	"math"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// stored returns what is kept of a visit that was routed.
func stored(v *routing.Visit, table *routing.Table, rules []routing.Rule) *routing.Stored {
	d := table.Route(v)
	s := &routing.Stored{Draws: map[string]float64{}, Visit: &routing.Visit{
		Time: v.Time, Addr: v.Addr, UserAgent: v.UserAgent, Familiarity: v.Familiarity, Place: v.Place, Agent: v.Agent,
	}}
	s.Visit.Place.Continent = ""
	if host := strings.TrimPrefix(strings.ToLower(v.RefererHost()), "www."); strings.Contains(host, ":") {
		s.Visit.Referer = "https://[" + host + "]/"
	} else if host != "" {
		s.Visit.Referer = "https://" + host + "/"
	}
	if v.Language() != "" {
		s.Visit.Header = http.Header{"Accept-Language": {v.Language()}}
	}
	if addr := v.Addr.Unmap(); addr.IsValid() {
		prefix, _ := addr.Prefix(map[bool]int{true: 24, false: 48}[addr.Is4()])
		s.Visit.Addr = prefix.Addr()
	}
	if d.Rule >= 0 {
		s.Rule = rules[d.Rule].ID
	}
	for _, draw := range d.Draws {
		s.Draws[table.Splits()[draw.Split]] = math.Floor(draw.U*10) / 10
	}
	return s
}

// TestWhatIsKnownOfAStoredVisitIsTrue explains random visits from all facts and from those
// that are kept.
func TestWhatIsKnownOfAStoredVisitIsTrue(t *testing.T) {
	r := seeded(t)
	known, unknown := 0, 0
	for range 3000 {
		rules := randomRules(r)
		table := compiled(t, rules...)
		v := randomVisit(r)
		want := explained(t, v, rules...)
		got, err := routing.ExplainStored(rules, stored(v, table, rules), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got.Rule != want.Rule || got.ID != want.ID {
			t.Fatalf("the rule is %d, want %d", got.Rule, want.Rule)
		}
		for i, rule := range got.Rules {
			for j, clause := range rule.Clauses {
				if known++; clause.Unknown {
					unknown++
					continue
				}
				if clause.Matches != want.Rules[i].Clauses[j].Matches {
					t.Fatalf("%+v\nwant %+v", clause, want.Rules[i].Clauses[j])
				}
			}
			if share := rule.Share; share != nil && !share.Unknown && share.Matches != want.Rules[i].Share.Matches {
				t.Fatalf("%+v\nwant %+v", share, want.Rules[i].Share)
			}
			if (got.Rule < 0 || i > got.Rule) && !rule.Unknown && rule.Matches != want.Rules[i].Matches {
				t.Fatalf("rule %d is %+v\nwant %+v", i, rule, want.Rules[i])
			}
		}
	}
	if unknown == 0 || unknown > known/2 {
		t.Errorf("%d of %d clauses are unknown", unknown, known)
	}
}

func TestFactsThatAreNotStoredAreUnknown(t *testing.T) {
	visit := func(change func(*routing.Visit)) *routing.Visit {
		v := &routing.Visit{Addr: netip.MustParseAddr("192.0.2.0"), Referer: "https://google.com/", Place: routing.Place{Country: "DE"}}
		if change != nil {
			change(v)
		}
		return v
	}
	whole := func(v *routing.Visit) { v.Addr = netip.MustParseAddr("192.0.2.7") }
	for _, c := range []struct {
		condition, value string
		change           func(*routing.Visit)
		want             string
	}{
		{"query", "a", nil, `saw "unknown": unknown`},
		{"header", "Dnt", nil, `saw "unknown": unknown`},
		{"cookie", "a=b", nil, `saw "unknown": unknown`},
		{"continent", "EU", nil, `saw "unknown": unknown`},
		{"geo", "DE", nil, `saw "DE": yes`},
		{"geo", "FR", nil, `saw "DE": no`},
		{"ip", "192.0.0.0/16", nil, `saw "192.0.2.0": yes`},
		{"ip", "192.0.3.0/24", nil, `saw "192.0.2.0": no`},
		{"ip", "192.0.2.7", nil, `saw "unknown": unknown`},
		{"ip", "192.0.2.7", whole, `saw "192.0.2.7": yes`},
		{"ip", "192.0.2.8", whole, `saw "192.0.2.7": no`},
		{"ip", "192.0.2.8", func(v *routing.Visit) { v.Addr = netip.Addr{} }, `saw "unknown": unknown`},
		{"referer", "google.com", nil, `saw "google.com": yes`},
		{"referer", "www.google.com", nil, `saw "unknown": unknown`},
		{"referer", "example.org", nil, `saw "google.com": no`},
		{"referer", "direct", func(v *routing.Visit) { v.Referer = "" }, `saw "direct": yes`},
	} {
		e, err := routing.ExplainStored([]routing.Rule{clause(c.condition, c.value)}, &routing.Stored{Visit: visit(c.change), Untried: true}, nil)
		if err != nil || !strings.Contains(e.String(), c.want) {
			t.Errorf("%s %s: %v, %v, want %s", c.condition, c.value, e, err, c.want)
		}
	}
}

func TestSharesOfAStoredVisit(t *testing.T) {
	rules := []routing.Rule{
		{ID: "a", Percentage: routing.Percent(33.35), Split: "s"},
		{ID: "b", Percentage: routing.Percent(33.35), Split: "s"},
	}
	for _, c := range []struct {
		rule  string
		draws map[string]float64
		want  string
	}{
		{"a", map[string]float64{"s": 10}, `rule 0 "a": yes (share from 0 to 33.35, visitor at 10.000: yes) → ` + "\n" + `rule 1 "b": no (share from 33.35 to 66.7, visitor at 10.000: no)`},
		{"b", map[string]float64{"s": 33.3}, `rule 0 "a": no (share from 0 to 33.35, visitor at 33.300: unknown)` + "\n" + `rule 1 "b": yes (share from 33.35 to 66.7, visitor at 33.300: yes) → `},
		{"", map[string]float64{"s": 70}, `rule 0 "a": no (share from 0 to 33.35, visitor at 70.000: no)` + "\n" + `rule 1 "b": no (share from 33.35 to 66.7, visitor at 70.000: no)`},
		{"", nil, `rule 0 "a": unknown (share from 0 to 33.35, visitor at 0.000: unknown)` + "\n" + `rule 1 "b": unknown (share from 33.35 to 66.7, visitor at 0.000: unknown)`},
	} {
		e, err := routing.ExplainStored(rules, &routing.Stored{Visit: new(routing.Visit), Rule: c.rule, Draws: c.draws, Untried: c.draws == nil}, nil)
		if err != nil || e.String() != c.want {
			t.Errorf("got %v\n%v, want\n%s", err, e, c.want)
		}
	}
}

func TestExplainStoredRefusesWhatCompileRefuses(t *testing.T) {
	rules := []routing.Rule{clause("geo", "UK")}
	_, want := routing.Compile(rules, nil)
	if _, err := routing.ExplainStored(rules, &routing.Stored{Visit: new(routing.Visit)}, nil); err == nil || err.Error() != want.Error() {
		t.Errorf("got %v, want %v", err, want)
	}
}
