package routing_test

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// Why did a visitor in Tokyo at five past five not see the office page?
func ExampleExplain() {
	rules := []routing.Rule{{
		ID:       "office",
		Timezone: "Asia/Tokyo",
		Clauses: []routing.Clause{
			routing.Country("JP"),
			routing.TimeOfDay("09:00", "17:00"),
		},
	}}
	visit := &routing.Visit{
		Time:  time.Date(2026, 3, 1, 8, 5, 0, 0, time.UTC),
		Place: routing.Place{Country: "JP"},
	}
	why, err := routing.Explain(rules, visit, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, clause := range why.Rules[0].Clauses {
		fmt.Printf("%s %s saw %s: %v\n", clause.Condition, clause.Value, clause.Fact, clause.Matches)
	}
	// Output:
	// geo JP saw JP: true
	// time 09:00-17:00 saw 17:05 Asia/Tokyo: false
}

// The second rule is never reached, because the first includes its country.
func ExampleWarnings() {
	rules := []routing.Rule{
		{ID: "north-america", Clauses: []routing.Clause{routing.Country("US", "CA", "MX")}},
		{ID: "canada", Clauses: []routing.Clause{routing.Country("CA")}},
	}
	warnings, err := routing.Warnings(rules, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, warning := range warnings {
		fmt.Println(warning)
	}
	// Output: rules[1] ("canada") is never reached: rules[0] ("north-america") takes all its visits
}

// The host application defines a condition on the plan of a user.
func ExampleCondition() {
	planOf := func(v *routing.Visit) string { return v.Header.Get("X-Plan") }
	plan := routing.Condition{
		Name: "plan",
		Compile: func(value string) (func(*routing.Visit) bool, error) {
			if value != "free" && value != "pro" {
				return nil, errors.New("takes free or pro")
			}
			return func(v *routing.Visit) bool { return planOf(v) == value }, nil
		},
		Fact: planOf,
	}
	rules := []routing.Rule{{
		Clauses:     []routing.Clause{{Condition: "plan", Value: "pro"}},
		Destination: "https://example.com/pro",
	}}
	table, err := routing.Compile(rules, &routing.Options{Conditions: []routing.Condition{plan}})
	if err != nil {
		fmt.Println(err)
		return
	}
	visit := &routing.Visit{Header: http.Header{"X-Plan": {"pro"}}}
	fmt.Println(rules[table.Route(visit).Rule].Destination)
	// Output: https://example.com/pro
}

// Add path, campaign and query in this order.
func ExampleForwardPath() {
	url, err := routing.ForwardPath("https://example.com/docs?v=2#top", "/install/linux")
	if err != nil {
		fmt.Println(err)
		return
	}
	url = routing.SetUTM(url, routing.UTM{Source: "qr"})
	url = routing.ForwardQuery(url, "v=1&utm_source=visitor&gclid=abc")
	fmt.Println(url)

	_, err = routing.ForwardPath("https://example.com/docs", "/../admin")
	fmt.Println(err)
	// Output:
	// https://example.com/docs/install/linux?v=2&utm_source=qr&gclid=abc#top
	// path: has a dot segment
}
