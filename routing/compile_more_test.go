package routing_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestCompileRefusesValues(t *testing.T) {
	for condition, values := range map[string]map[string]string{
		"continent": {"Europe": `"Europe" is not a continent; use AF, AN, AS, EU, NA, OC or SA`},
		"region": {
			"California": `"California" is not a region; use an ISO 3166-2 code such as US-CA`,
			"US-":        `"US-" is not a region; use an ISO 3166-2 code such as US-CA`,
			"ZZ-CA":      `"ZZ-CA" is not a region; use an ISO 3166-2 code such as US-CA`,
			"US-C-A":     `"US-C-A" is not a region; use an ISO 3166-2 code such as US-CA`,
		},
		"city":    {"Berlin,,Paris": "has an empty entry"},
		"os":      {"": "is empty"},
		"browser": {",": "has an empty entry"},
		"language": {
			"French language": `"French language" is not a language; use a tag such as fr or pt-BR`,
			"pt_BR":           `"pt_BR" is not a language; use a tag such as fr or pt-BR`,
			"fr-":             `"fr-" is not a language; use a tag such as fr or pt-BR`,
			"*":               `"*" is not a language; use a tag such as fr or pt-BR`,
		},
		"query":  {"=1": "has no key; use key or key=value"},
		"header": {"X Plan=1": `"X Plan" is not the name of a header`, "X-Plan=a\nb": `"a\nb" cannot be the value of a header`, "": "has no key; use key or key=value"},
		"cookie": {"a;b": `"a;b" is not the name of a cookie`, "a=b;c": `"b;c" cannot be the value of a cookie`},
		"ip": {
			"192.0.2":      `"192.0.2" is not an address or a prefix such as 192.0.2.0/24`,
			"192.0.2.0/33": `"192.0.2.0/33" is not an address or a prefix such as 192.0.2.0/24`,
			"fe80::1%eth0": `"fe80::1%eth0" is not an address or a prefix such as 192.0.2.0/24`,
		},
		"visitor": {"robot": `"robot" is not a kind of visitor; use human, bot, new or returning`},
		"weekday": {
			"Montag":  `"Montag" is not a day or a range of days such as Mon-Fri`,
			"Mon-":    `"Mon-" is not a day or a range of days such as Mon-Fri`,
			"Mo-Fr-S": `"Mo-Fr-S" is not a day or a range of days such as Mon-Fri`,
		},
		"date": {
			"2026-02-30":             `"2026-02-30" is not a date or a span such as 2026-01-01..2026-01-31`,
			"01.02.2026":             `"01.02.2026" is not a date or a span such as 2026-01-01..2026-01-31`,
			"..":                     `".." is not a date or a span such as 2026-01-01..2026-01-31`,
			"2026-01-02..2026-01-01": `"2026-01-02..2026-01-01" ends before it starts`,
		},
	} {
		for value, reason := range values {
			t.Run(condition+" "+value, func(t *testing.T) {
				_, err := routing.Compile([]routing.Rule{clause(condition, value)}, nil)
				if want := "rules[0].value: " + reason + ` (rule "x")`; err == nil || err.Error() != want {
					t.Errorf("got  %v\nwant %s", err, want)
				}
			})
		}
	}
}

// plan is a condition that a host might define.
func plan() routing.Condition {
	of := func(v *routing.Visit) string { return v.Header.Get("X-Plan") }
	return routing.Condition{
		Name: "plan",
		Compile: func(value string) (func(*routing.Visit) bool, error) {
			if value != "free" && value != "pro" {
				return nil, errors.New("takes free or pro")
			}
			return func(v *routing.Visit) bool { return of(v) == value }, nil
		},
		Fact: of,
	}
}

func TestAHostsConditionIsLikeAnyOther(t *testing.T) {
	opts := &routing.Options{Conditions: []routing.Condition{plan()}}
	table, err := routing.Compile([]routing.Rule{clause("plan", "pro")}, opts)
	if err != nil {
		t.Fatal(err)
	}
	pro := &routing.Visit{Header: map[string][]string{"X-Plan": {"pro"}}}
	if table.Route(pro).Rule != 0 || table.Route(&routing.Visit{}).Rule != -1 {
		t.Error("the condition does not decide")
	}
	why, err := routing.Explain([]routing.Rule{clause("plan", "pro")}, pro, opts)
	if err != nil || why.Rules[0].Clauses[0].Fact != "pro" {
		t.Errorf("explained %v, %v", why, err)
	}
	_, err = routing.Compile([]routing.Rule{clause("plan", "gold")}, opts)
	if err == nil || err.Error() != `rules[0].value: takes free or pro (rule "x")` {
		t.Errorf("got %v", err)
	}
	if _, err := routing.Compile([]routing.Rule{clause("plan", "pro")}, nil); err == nil {
		t.Error("another table knows the condition")
	}
}

func TestCompileRefusesAHostsCondition(t *testing.T) {
	with := func(change func(*routing.Condition)) routing.Condition {
		c := plan()
		change(&c)
		return c
	}
	for want, own := range map[string][]routing.Condition{
		`conditions[0].name: "geo" is the name of another condition`:                                        {with(func(c *routing.Condition) { c.Name = "geo" })},
		`conditions[1].name: "plan" is the name of another condition`:                                       {plan(), plan()},
		`conditions[0].name: "Plan A" is not a name of lower-case letters, digits, hyphens and underscores`: {with(func(c *routing.Condition) { c.Name = "Plan A" })},
		`conditions[0].compile: is missing`:                                                                 {with(func(c *routing.Condition) { c.Compile = nil })},
	} {
		_, err := routing.Compile(nil, &routing.Options{Conditions: own})
		if err == nil || strings.TrimSpace(err.Error()) != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	none := with(func(c *routing.Condition) {
		c.Compile = func(string) (func(*routing.Visit) bool, error) { return nil, nil }
	})
	_, err := routing.Compile([]routing.Rule{clause("plan", "")}, &routing.Options{Conditions: []routing.Condition{none}})
	if err == nil || err.Error() != `rules[0].value: has no test (rule "x")` {
		t.Errorf("a condition without a test: %v", err)
	}
}
