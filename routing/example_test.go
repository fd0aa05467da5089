package routing_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// Visitors from the US see one page during office hours. Other visitors on phones
// see another.
func Example() {
	rules := []routing.Rule{{
		ID: "us-office",
		Clauses: []routing.Clause{
			routing.Country("US"),
			routing.TimeOfDay("09:00", "17:00"),
		},
		Timezone:    "America/New_York",
		Destination: "https://example.com/office",
	}, {
		ID:          "phone",
		Clauses:     []routing.Clause{routing.Device(routing.Mobile)},
		Destination: "https://example.com/app",
	}}
	table, err := routing.Compile(rules, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	visit := &routing.Visit{
		Time:  time.Date(2026, 7, 1, 15, 0, 0, 0, time.UTC),
		Place: routing.Place{Country: "US"},
		Agent: routing.Agent{Device: routing.Mobile},
	}
	fmt.Println(rules[table.Route(visit).Rule].Destination)
	// Output: https://example.com/office
}

// The error names the field that is wrong and says why.
func ExampleCompile_invalid() {
	rules := []routing.Rule{{ID: "uk", Clauses: []routing.Clause{routing.Country("US", "UK")}}}
	_, err := routing.Compile(rules, nil)
	fmt.Println(err)
	fmt.Println(errors.Is(err, routing.ErrInvalid))
	// Output:
	// rules[0].value: "UK" is not a country; use GB for the United Kingdom (rule "uk")
	// true
}

// The variants of a test keep their split while the test is edited. Changing the
// shares from 50/50 to 60/40 moves only a tenth of the visitors.
func ExamplePrepare() {
	id := 0
	newID := func() string { id++; return fmt.Sprint("id", id) }
	stored, _ := routing.Prepare([]routing.Rule{
		{ID: "a", Percentage: routing.Percent(50)},
		{ID: "b", Percentage: routing.Percent(50)},
	}, nil, newID)
	edited, _ := routing.Prepare([]routing.Rule{
		{ID: "a", Percentage: routing.Percent(60)},
		{Percentage: routing.Percent(40)},
	}, stored, newID)
	for _, r := range edited {
		fmt.Println(r.ID, *r.Percentage, r.Split)
	}
	// Output:
	// a 60 id1
	// id2 40 id1
}

func ExampleRule_MarshalJSON() {
	short, _ := json.Marshal(routing.Rule{ID: "geo-us", Clauses: []routing.Clause{routing.Country("US", "CA")}})
	long, _ := json.Marshal(routing.Rule{ID: "not-us", Clauses: []routing.Clause{routing.Not(routing.Country("US"))}})
	fmt.Println(string(short))
	fmt.Println(string(long))
	// Output:
	// {"id":"geo-us","condition":"geo","value":"US,CA"}
	// {"id":"not-us","clauses":[{"condition":"geo","value":"US","not":true}]}
}

func ExampleSetUTM() {
	link := routing.UTM{Source: "newsletter", Campaign: "summer"}
	rule := routing.UTM{Campaign: "summer sale"}
	fmt.Println(routing.SetUTM("https://example.com/?utm_source=old&page=2#top", rule.Or(link)))
	// Output: https://example.com/?utm_source=newsletter&page=2&utm_campaign=summer%20sale#top
}

func ExampleForwardQuery() {
	fmt.Println(routing.ForwardQuery("https://example.com/?page=2#top", "page=1&gclid=abc&qr=1"))
	// Output: https://example.com/?page=2&gclid=abc#top
}
