package routing_test

import (
	"encoding/hex"
	"math"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// check decides the vector by the table.
func (c *vector) check(t *testing.T, n int, used map[string][2]int) {
	t.Helper()
	opts := routing.Options{Timezone: c.Link.Timezone}
	if _, err := hex.Decode(opts.SplitKey[:], []byte(c.SplitKey)); err != nil {
		t.Fatal(err)
	}
	table, err := routing.Compile(c.Rules, &opts)
	if err != nil {
		t.Fatalf("vector %d: %v", n, err)
	}
	visit := c.Visit.visit()
	d := table.Route(visit)
	if d.Rule != c.Rule || len(d.Draws) != len(c.Draws) {
		t.Fatalf("vector %d: decided %+v, want rule %d and %d draws", n, d, c.Rule, len(c.Draws))
	}
	for i, draw := range d.Draws {
		u, err := c.Draws[i].U.Float64()
		if err != nil || math.Abs(u-draw.U) > 1e-8 || c.Draws[i].Split != table.Splits()[draw.Split] {
			t.Fatalf("vector %d: drew %v, want %v", n, draw, c.Draws[i])
		}
	}
	if got := c.destination(t); got != c.Destination {
		t.Fatalf("vector %d: goes to %s, want %s", n, got, c.Destination)
	}
	why, err := routing.Explain(c.Rules, visit, &opts)
	if err != nil {
		t.Fatalf("vector %d: %v", n, err)
	}
	for _, rule := range why.Rules {
		for _, clause := range rule.Clauses {
			count := used[clause.Condition]
			if clause.Matches != clause.Not {
				count[1]++
			} else {
				count[0]++
			}
			used[clause.Condition] = count
		}
	}
}

// destination finishes the chosen destination.
func (c *vector) destination(t *testing.T) string {
	url, utm := c.chosen()
	url, err := routing.ForwardPath(url, c.Link.ForwardPath)
	if err != nil {
		t.Fatal(err)
	}
	url = routing.SetUTM(url, utm)
	if c.Link.ForwardQuery {
		url = routing.ForwardQuery(url, c.Visit.Query)
	}
	return url
}

// chosen returns the destination and the campaign of the rule that decided.
func (c *vector) chosen() (string, routing.UTM) {
	if c.Rule < 0 {
		return c.Link.Destination, c.Link.UTM
	}
	rule := c.Rules[c.Rule]
	return rule.Destination, rule.UTM.Or(c.Link.UTM)
}

// visit returns the visit that the vector describes.
func (c *vectorVisit) visit() *routing.Visit {
	return &routing.Visit{
		Time: c.Time, Addr: c.Addr, UserAgent: c.UserAgent, Referer: c.Referer,
		Query: c.Query, Header: c.Header, VisitorKey: c.VisitorKey,
		Familiarity: routing.Familiarity(slices.Index(familiarityNames, c.Familiarity)),
		Place:       routing.Place{Continent: c.Continent, Country: c.Country, Region: c.Region, City: c.City},
		Agent: routing.Agent{
			Device: routing.DeviceClass(slices.Index(deviceNames, c.Device)), OS: c.OS, Browser: c.Browser,
			Bot: routing.Bot(slices.Index(botNames, c.Bot)),
		},
	}
}

// describe is the opposite of visit.
func describe(v *routing.Visit) vectorVisit {
	return vectorVisit{
		Time: v.Time, Addr: v.Addr, UserAgent: v.UserAgent, Referer: v.Referer,
		Query: v.Query, Header: v.Header, VisitorKey: v.VisitorKey,
		Familiarity: familiarityNames[v.Familiarity],
		Continent:   v.Place.Continent, Country: v.Place.Country, Region: v.Place.Region, City: v.Place.City,
		Device: deviceNames[v.Agent.Device], OS: v.Agent.OS, Browser: v.Agent.Browser, Bot: botNames[v.Agent.Bot],
	}
}
