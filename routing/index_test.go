package routing

import (
	"fmt"
	"net/http"
	"testing"
)

// sections are those of a table, by what is looked for.
func (x *index) sections() map[string]*section {
	all := map[string]*section{
		"referer": &x.domains.section, "language": &x.tags.section,
		"query": &x.parameters.section, "header": &x.headers.section, "cookie": &x.cookies.section,
	}
	for condition, words := range x.facts {
		all[condition] = &words.section
	}
	return all
}

// TestEachPartOfAVisitIsReadOnce counts how often a table of thousands of clauses
// reads the parts of a visit.
func TestEachPartOfAVisitIsReadOnce(t *testing.T) {
	var rules []Rule
	for i := range 200 {
		rule := Rule{}
		for condition, format := range map[string]string{
			"city": "City %d", "os": "OS %d", "browser": "Browser %d", "region": "US-%03d", "continent": "EU,unknown",
			"referer": "%d.example.org,direct", "language": "de-x-%d", "query": "a=%d", "cookie": "a=%d", "header": "X-A=%d",
		} {
			value := format
			if condition != "continent" {
				value = fmt.Sprintf(format, i)
			}
			rule.Clauses = append(rule.Clauses, Clause{condition, value, condition != "continent" && condition != "referer"})
		}
		rule.Clauses = append(rule.Clauses, Clause{Condition: "query", Value: fmt.Sprint("last", i)})
		rules = append(rules, rule)
	}
	table, err := Compile(rules, nil)
	if err != nil {
		t.Fatal(err)
	}
	reads := map[string]int{}
	for condition, s := range table.index.sections() {
		read := s.read
		s.read = func(v *Visit) { reads[condition]++; read(v) }
	}
	v := &Visit{Query: "a=x&a=y", Header: http.Header{"Cookie": {"a=x; a=y"}, "X-A": {"x"}, "Accept-Language": {"fr"}}}
	for round := 1; round <= 2; round++ {
		if d := table.Route(v); d.Rule != -1 {
			t.Fatalf("decided %+v", d)
		}
		if len(reads) != 10 {
			t.Errorf("read %v", reads)
		}
		for condition, n := range reads {
			if n != round {
				t.Errorf("%s was read %d times for %d visits", condition, n, round)
			}
		}
	}
}

// TestAHostsConditionMayRouteTheVisit keeps the finds of two tables apart.
func TestAHostsConditionMayRouteTheVisit(t *testing.T) {
	inner, err := Compile([]Rule{{Clauses: []Clause{Query("inner")}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	asks := Condition{Name: "asks", Compile: func(string) (func(*Visit) bool, error) {
		return func(v *Visit) bool { return inner.Route(v).Rule == 0 }, nil
	}}
	outer, err := Compile([]Rule{
		{Clauses: []Clause{Query("outer"), {Condition: "asks"}, Not(Query("inner"))}},
		{Clauses: []Clause{Query("outer"), {Condition: "asks"}, Query("outer")}},
	}, &Options{Conditions: []Condition{asks}})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{"outer": -1, "inner": -1, "outer&inner": 1} {
		if got := outer.Route(&Visit{Query: query}).Rule; got != want {
			t.Errorf("%s: rule %d, want %d", query, got, want)
		}
	}
}
