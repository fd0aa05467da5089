package routing_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// clause is a rule with one positive clause.
func clause(condition, value string) routing.Rule {
	return routing.Rule{ID: "x", Clauses: []routing.Clause{{Condition: condition, Value: value}}}
}

// fields returns the fields that joined errors name.
func fields(t *testing.T, err error) (names []string) {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("%v is not joined", err)
	}
	for _, err := range joined.Unwrap() {
		var field *routing.FieldError
		if !errors.As(err, &field) || !errors.Is(err, routing.ErrInvalid) {
			t.Fatalf("%v is not a FieldError", err)
		}
		names = append(names, field.Field)
	}
	return names
}

// allConditions are those of TestCompileRefuses, with the host's own one.
const allConditions = "browser, city, continent, cookie, date, device, geo, header, ip, language, os, percentage, plan, query, referer, region, time, visitor, weekday"

func TestConditionsAreListedOnce(t *testing.T) {
	_, err := routing.Compile([]routing.Rule{clause("weather", ""), clause("mood", "")}, nil)
	if n := strings.Count(err.Error(), "referer, region"); n != 1 {
		t.Errorf("listed %d times: %v", n, err)
	}
}

func TestCompileRefuses(t *testing.T) {
	share := func(p float64) routing.Rule { return routing.Rule{ID: "x", Percentage: &p} }
	for name, c := range map[string]struct {
		rule          routing.Rule
		field, reason string
	}{
		"an unknown country":        {clause("geo", "US,ZZ"), "value", `"ZZ" is not a country; use an ISO 3166-1 alpha-2 code such as US`},
		"UK":                        {clause("geo", "UK"), "value", `"UK" is not a country; use GB for the United Kingdom`},
		"three letters":             {clause("geo", "USA"), "value", `"USA" is not a country; use an ISO 3166-1 alpha-2 code such as US`},
		"an empty value":            {clause("geo", " "), "value", "is empty"},
		"an empty entry":            {clause("geo", "US,"), "value", "has an empty entry"},
		"an unknown device":         {clause("device", "Phone"), "value", `"Phone" is not a device; use Mobile, Tablet, Desktop or Other`},
		"the unknown device":        {clause("device", "Unknown"), "value", `"Unknown" is not a device; use Mobile, Tablet, Desktop or Other`},
		"a URL for a domain":        {clause("referer", "https://google.com"), "value", `"https://google.com" is not a domain; use a domain such as google.com, or direct`},
		"a domain with a wildcard":  {clause("referer", "*.google.com"), "value", `"*.google.com" is not a domain; use a domain such as google.com, or direct`},
		"a domain beyond ASCII":     {clause("referer", "bücher.de"), "value", `"bücher.de" must be in the ASCII form that browsers send (xn--…)`},
		"a range of no length":      {clause("time", "09:00-09:00"), "value", `"09:00-09:00" starts and ends at the same time; use 00:00-24:00 for the whole day`},
		"a start at 24:00":          {clause("time", "24:00-06:00"), "value", `"24:00-06:00" is not a time range such as 09:00-17:00`},
		"an hour beyond the day":    {clause("time", "09:00-25:00"), "value", `"09:00-25:00" is not a time range such as 09:00-17:00`},
		"a minute beyond the hour":  {clause("time", "09:60-17:00"), "value", `"09:60-17:00" is not a time range such as 09:00-17:00`},
		"a minute after 24:00":      {clause("time", "09:00-24:01"), "value", `"09:00-24:01" is not a time range such as 09:00-17:00`},
		"a time of no form":         {clause("time", "9-17"), "value", `"9-17" is not a time range such as 09:00-17:00`},
		"an unknown condition":      {clause("weather", "rain"), "condition", `"weather" is not a condition; use one of ` + allConditions},
		"no condition":              {clause("", "US"), "clauses[0].condition", `"" is not a condition; use one of ` + allConditions},
		"a percentage without one":  {clause("percentage", ""), "percentage", "is missing"},
		"a percentage with a value": {routing.Rule{ID: "x", Percentage: routing.Percent(5), Clauses: []routing.Clause{{Condition: "percentage", Value: "50"}}}, "value", "must be empty; the share is the rule's percentage"},
		"a negated percentage":      {routing.Rule{ID: "x", Percentage: routing.Percent(5), Clauses: []routing.Clause{{Condition: "percentage", Not: true}}}, "clauses[0].not", "percentage cannot be negated"},
		"a share below 0":           {share(-0.0000001), "percentage", "must be a number from 0 to 100"},
		"a share above 100":         {share(100.1), "percentage", "must be a number from 0 to 100"},
		"a share that is no number": {share(math.NaN()), "percentage", "must be a number from 0 to 100"},
		"a share that rounds to 0":  {share(4e-7), "percentage", "must be 0 or at least 0.000001"},
		"a long value":              {clause("time", strings.Repeat("00:01-00:00,", 167)), "value", "has 2004 bytes, the most is 2000"},
		"a long value to a host":    {clause("plan", strings.Repeat("x", 2001)), "value", "has 2001 bytes, the most is 2000"},
		"an unknown zone":           {routing.Rule{ID: "x", Timezone: "Mars/Olympus"}, "timezone", `"Mars/Olympus" is not a known IANA time zone`},
		"the machine's own zone":    {routing.Rule{ID: "x", Timezone: "Local"}, "timezone", `"Local" is not a known IANA time zone`},
		"a zone outside the base":   {routing.Rule{ID: "x", Timezone: "../../etc/passwd"}, "timezone", `"../../etc/passwd" is not a known IANA time zone`},
		"too many clauses":          {routing.Rule{ID: "x", Clauses: make([]routing.Clause, 21)}, "clauses", "has 21 clauses, the most is 20"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := routing.Compile([]routing.Rule{{}, c.rule}, &routing.Options{Conditions: []routing.Condition{plan()}})
			if err == nil {
				t.Fatal("compiled")
			}
			if want := "rules[1]." + c.field + ": " + c.reason + ` (rule "x")`; err.Error() != want {
				t.Errorf("got  %s\nwant %s", err, want)
			}
		})
	}
}

func TestCompileNamesEveryWrongField(t *testing.T) {
	rules := []routing.Rule{
		{ID: "a", Clauses: []routing.Clause{{Condition: "geo", Value: "US"}, {Condition: "geo", Value: "?"}, {Condition: "moon"}}},
		{ID: "a", Timezone: "nowhere"},
	}
	_, err := routing.Compile(rules, &routing.Options{Timezone: "nowhere"})
	want := []string{"timezone", "rules[0].clauses[1].value", "rules[0].clauses[2].condition", "rules[1].id", "rules[1].timezone"}
	if got := fields(t, err); !slices.Equal(got, want) {
		t.Errorf("named %q, want %q", got, want)
	}
}

func TestAClauseIsNamedAsItIsWritten(t *testing.T) {
	bad := routing.Clause{Condition: "geo", Value: "?"}
	negated := bad
	negated.Not = true
	for want, clauses := range map[string][]routing.Clause{
		"rules[0].value":            {bad},
		"rules[0].clauses[0].value": {negated},
		"rules[0].clauses[1].value": {{Condition: "os", Value: "iOS"}, bad},
	} {
		_, err := routing.Compile([]routing.Rule{{Clauses: clauses}}, nil)
		if got := fields(t, err); !slices.Equal(got, []string{want}) {
			t.Errorf("%v: named %q, want %s", clauses, got, want)
		}
	}
}

func TestTheLongestValueAndTheSmallestShareCompile(t *testing.T) {
	rule := clause("city", strings.Repeat("x", 2000))
	rule.Percentage = routing.Percent(0.000001)
	compiled(t, rule)
}

func TestCompileRefusesASplitOfMoreThanAHundred(t *testing.T) {
	us, them := clause("geo", "US,CA"), clause("geo", "ca, us")
	us.Percentage, them.Percentage, them.ID = routing.Percent(60), routing.Percent(60.5), "y"
	_, err := routing.Compile([]routing.Rule{us, {Percentage: routing.Percent(90)}, them}, nil)
	const want = `rules[0].percentage: shares a split whose percentages add up to 120.5, more than 100 (rule "x")`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestCompileRefusesSplitsThatPrepareCannotHaveGiven(t *testing.T) {
	us, all := clause("geo", "US"), routing.Rule{Percentage: routing.Percent(10), Split: "s"}
	us.Percentage, us.Split = routing.Percent(10), "s"
	for name, rules := range map[string][]routing.Rule{
		"two splits with one id":        {all, us},
		"one split with two ids":        {us, func() routing.Rule { r := us; r.ID, r.Split = "y", "t"; return r }()},
		"one split that has half an id": {us, func() routing.Rule { r := us; r.ID, r.Split = "y", ""; return r }()},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := routing.Compile(rules, nil)
			if got := fields(t, err); !slices.Equal(got, []string{"rules[1].split"}) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCompileRefusesMoreRulesThanATableHolds(t *testing.T) {
	if _, err := routing.Compile(make([]routing.Rule, routing.MaxRules), nil); err != nil {
		t.Error(err)
	}
	_, err := routing.Compile(make([]routing.Rule, routing.MaxRules+1), nil)
	if err == nil || err.Error() != "rules: has 1001 rules, the most is 1000" {
		t.Error(err)
	}
}
