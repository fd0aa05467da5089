package routing_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// Phones outside Germany go to one page, and weekend visitors from a newsletter to
// another.
func ExampleNot() {
	rules := []routing.Rule{{
		Clauses:     []routing.Clause{routing.Device(routing.Mobile), routing.Not(routing.Country("DE"))},
		Destination: "https://example.com/app",
	}, {
		Clauses:     []routing.Clause{routing.Weekday(time.Saturday, time.Sunday), routing.Query("ref=newsletter")},
		Destination: "https://example.com/weekend",
	}}
	table, err := routing.Compile(rules, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	visit := &routing.Visit{
		Place: routing.Place{Country: "FR"},
		Agent: routing.Agent{Device: routing.Mobile},
	}
	fmt.Println(rules[table.Route(visit).Rule].Destination)
	// Output: https://example.com/app
}

// In JSON a clause is the name of the condition and a value.
func ExampleCity() {
	clause := routing.City("Munich", "Washington, D.C.")
	fmt.Println(clause.Value)
	text, _ := json.Marshal(routing.Not(routing.TimeOfDay("09:00", "17:00")))
	fmt.Println(string(text))
	// Output:
	// Munich,"Washington, D.C."
	// {"condition":"time","value":"09:00-17:00","not":true}
}

// A rule with only a percentage needs no clause.
func ExamplePercent() {
	rule := routing.Rule{ID: "b", Percentage: routing.Percent(12.5), Destination: "https://example.com/b"}
	text, _ := json.Marshal(rule)
	fmt.Println(string(text))
	// Output: {"id":"b","condition":"percentage","percentage":12.5,"destination":"https://example.com/b"}
}
