package routing_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// fresh returns a maker of ids new1, new2, …
func fresh() func() string {
	n := 0
	return func() string { n++; return fmt.Sprint("new", n) }
}

// part is a rule with a share of 10 and one geo clause, or none.
func part(id, geo, split string) routing.Rule {
	r := routing.Rule{ID: id, Percentage: routing.Percent(10), Split: split}
	if geo != "" {
		r.Clauses = []routing.Clause{{Condition: "geo", Value: geo}}
	}
	return r
}

func TestPrepareGivesSplits(t *testing.T) {
	type rules = []routing.Rule
	for name, c := range map[string]struct {
		sent, stored rules
		want         []string
	}{
		"a new one":                                    {rules{part("a", "US", "")}, nil, []string{"new1"}},
		"one to all rules with the same clauses":       {rules{part("a", "US,CA", ""), part("b", "", ""), part("c", "ca, us", "")}, nil, []string{"new1", "new2", "new1"}},
		"not the one that was sent":                    {rules{part("a", "US", "mine")}, nil, []string{"new1"}},
		"the stored one of the same id":                {rules{part("a", "FR", "")}, rules{part("a", "US", "s1")}, []string{"s1"}},
		"the stored one of the same clauses":           {rules{part("b", "us", "")}, rules{part("a", "US", "s1")}, []string{"s1"}},
		"none to a rule without a share":               {rules{{ID: "a"}}, rules{part("a", "", "s1")}, []string{""}},
		"to the rule that kept its clauses, first":     {rules{part("a", "FR", ""), part("b", "US", "")}, rules{part("a", "US", "s1"), part("b", "US", "s1")}, []string{"new1", "s1"}},
		"to the rule that kept its id, before clauses": {rules{part("x", "US", ""), part("a", "FR", "")}, rules{part("a", "US", "s1")}, []string{"new1", "s1"}},
		"one each to rules that swapped their clauses": {rules{part("a", "FR", ""), part("b", "US", "")}, rules{part("a", "US", "s1"), part("b", "FR", "s2")}, []string{"s1", "s2"}},
		"the next one when the nearest is taken":       {rules{part("a", "US", ""), part("b", "DE", "")}, rules{part("a", "US", "s1"), part("b", "US", "s1"), part("c", "DE", "s2")}, []string{"s1", "s2"}},
		"through deletion and re-ordering":             {rules{part("c", "", ""), part("b", "", "")}, rules{part("a", "", "s1"), part("b", "", "s1"), part("c", "", "s1")}, []string{"s1", "s1"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := routing.Prepare(c.sent, c.stored, fresh())
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range c.want {
				if got[i].Split != want {
					t.Errorf("rule %d has split %q, want %q", i, got[i].Split, want)
				}
			}
		})
	}
}

func TestTheZoneIsPartOfTimeClauses(t *testing.T) {
	at := func(id, condition, value, zone string) routing.Rule {
		r := clause(condition, value)
		r.ID, r.Timezone, r.Percentage = id, zone, routing.Percent(10)
		return r
	}
	got, err := routing.Prepare([]routing.Rule{
		at("a", "time", "09:00-17:00", "Asia/Tokyo"), at("b", "time", "09:00-17:00", ""),
		at("c", "time", "9:00-12:00,12:00-17:00", "Asia/Tokyo"),
		at("d", "geo", "US", "Asia/Tokyo"), at("e", "geo", "US", ""),
	}, nil, fresh())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"new1", "new2", "new1", "new3", "new3"} {
		if got[i].Split != want {
			t.Errorf("rule %s has split %q, want %q", got[i].ID, got[i].Split, want)
		}
	}
}

func TestPrepareFillsInIDsInACopy(t *testing.T) {
	sent := []routing.Rule{part("", "US", "mine"), {}}
	got, err := routing.Prepare(sent, nil, fresh())
	if err != nil || got[0].ID != "new1" || got[1].ID != "new2" || got[0].Split != "new3" {
		t.Fatalf("prepared %+v, %v", got, err)
	}
	if got[0].Clauses[0].Value = "FR"; sent[0].ID != "" || sent[0].Split != "mine" || sent[0].Clauses[0].Value != "US" {
		t.Errorf("changed what was sent: %+v", sent)
	}
	if got, err = routing.Prepare(sent, nil, nil); err != nil || got[0].ID == "" || got[0].ID == got[1].ID {
		t.Errorf("without newID prepared %+v, %v", got, err)
	}
}

func TestPrepareRefusesAnIDThatIsUsedTwice(t *testing.T) {
	_, err := routing.Prepare([]routing.Rule{{ID: "a"}, {ID: "b"}, {ID: "a"}}, nil, fresh())
	var field *routing.FieldError
	if !errors.As(err, &field) || *field != (routing.FieldError{Field: "rules[2].id", Reason: `"a" is also the id of rules[0]`}) {
		t.Errorf("got %v", err)
	}
}
