package routing_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// constructed are clauses made by every constructor, with their string form.
func constructed() []struct {
	got, want routing.Clause
} {
	of := func(condition, value string) routing.Clause {
		return routing.Clause{Condition: condition, Value: value}
	}
	return []struct{ got, want routing.Clause }{
		{routing.Country("DE", "FR"), of("geo", "DE,FR")},
		{routing.Country(routing.Unknown), of("geo", "unknown")},
		{routing.Continent("EU"), of("continent", "EU")},
		{routing.Region("US-CA", "US-NY"), of("region", "US-CA,US-NY")},
		{routing.City("Munich", "Washington, D.C."), of("city", `Munich,"Washington, D.C."`)},
		{routing.City(`The "Burg"`), of("city", `"The ""Burg"""`)},
		{routing.Device(routing.Mobile, routing.Other), of("device", "Mobile,Other")},
		{routing.OS("iOS"), of("os", "iOS")},
		{routing.Browser("Safari", "Chrome"), of("browser", "Safari,Chrome")},
		{routing.Language("fr", "pt-BR"), of("language", "fr,pt-BR")},
		{routing.Referer("google.com", routing.Direct), of("referer", "google.com,direct")},
		{routing.TimeOfDay("09:00", "24:00"), of("time", "09:00-24:00")},
		{routing.Weekday(time.Saturday, time.Sunday), of("weekday", "Sat,Sun")},
		{routing.DateRange("2026-12-01", ""), of("date", "2026-12-01..")},
		{routing.Query("ref=a=b,c"), of("query", "ref=a=b,c")},
		{routing.Header("Sec-Gpc=1"), of("header", "Sec-Gpc=1")},
		{routing.Cookie("plan"), of("cookie", "plan")},
		{routing.IP("192.0.2.7", "2001:db8::/32"), of("ip", "192.0.2.7,2001:db8::/32")},
		{routing.Visitor(routing.Bots, routing.NewVisitors), of("visitor", "bot,new")},
		{routing.Visitor(routing.Humans, routing.ReturningVisitors), of("visitor", "human,returning")},
	}
}

func TestClausesHaveTheirStringForm(t *testing.T) {
	for _, c := range constructed() {
		if c.got != c.want {
			t.Errorf("got %+v, want %+v", c.got, c.want)
		}
		if _, err := routing.Compile([]routing.Rule{{Clauses: []routing.Clause{c.got}}}, nil); err != nil {
			t.Errorf("%+v: %v", c.got, err)
		}
	}
}

func TestEveryConditionHasAConstructor(t *testing.T) {
	made := []string{"percentage"} // which is the rule's
	for _, c := range constructed() {
		made = append(made, c.got.Condition)
	}
	_, err := routing.Compile([]routing.Rule{{Clauses: []routing.Clause{{Condition: "none"}}}}, nil)
	_, names, _ := strings.Cut(err.Error(), "use one of ")
	for name := range strings.SplitSeq(names, ", ") {
		if !slices.Contains(made, name) {
			t.Errorf("%q has none", name)
		}
	}
}

func TestConstructorsLeaveErrorsToCompile(t *testing.T) {
	for want, c := range map[string]routing.Clause{
		`rules[0].value: is empty`:                    routing.Country(),
		`rules[0].value: has an empty entry`:          routing.Country("DE", ""),
		`rules[0].value: "DE,FR" is not a country`:    routing.Country("DE,FR"),
		`rules[0].value: "Unknown" is not a device`:   routing.Device(routing.UnknownDevice),
		`rules[0].value: "%!W" is not a day`:          routing.Weekday(7),
		`rules[0].value: ".." is not a date`:          routing.DateRange("", ""),
		`rules[0].value: "1:00-2:00,3:00-4:00" is no`: routing.TimeOfDay("1:00-2:00,3:00", "4:00"),
		`rules[0].value: "robot" is not a kind`:       routing.Visitor("robot"),
		`rules[0].value: has no key`:                  routing.Query("=1"),
		`rules[0].value: has a misplaced double quo`:  {Condition: "city", Value: `"Washington, D.C.`},
	} {
		_, err := routing.Compile([]routing.Rule{{Clauses: []routing.Clause{c}}}, nil)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", c, err, want)
		}
	}
}

func TestNotIsTheOpposite(t *testing.T) {
	c := routing.Country("DE")
	if n := routing.Not(c); !n.Not || n.Condition != c.Condition || n.Value != c.Value || routing.Not(n) != c {
		t.Errorf("got %+v", n)
	}
}

func TestACityMayHaveAComma(t *testing.T) {
	for city, want := range map[string]bool{"Washington, D.C.": true, "munich": true, "Washington": false, "D.C.": false} {
		table := compiled(t, routing.Rule{Clauses: []routing.Clause{routing.City("Munich", "Washington, D.C.")}})
		visit := &routing.Visit{Place: routing.Place{City: city}}
		if got := table.Route(visit).Rule == 0; got != want {
			t.Errorf("%q: matches is %v", city, got)
		}
	}
}

// One city with a comma is not two cities, so the two rules are two splits.
func TestACityWithACommaIsNotTwo(t *testing.T) {
	rules := []routing.Rule{
		{Clauses: []routing.Clause{routing.City("a,b")}, Percentage: routing.Percent(100)},
		{Clauses: []routing.Clause{routing.City("a", "b")}, Percentage: routing.Percent(100)},
	}
	if got := len(compiled(t, rules...).Splits()); got != 2 {
		t.Errorf("%d splits, want 2", got)
	}
}
