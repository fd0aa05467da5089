package linkpacktest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

func TestThreeLines(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: "https://example.com/", Rules: []routing.Rule{{
		Clauses: []routing.Clause{{Condition: "geo", Value: "DE"}}, Destination: "https://example.de/",
	}}})
	if got := kit.Visit(link).From("DE").Location(); got != "https://example.de/" {
		t.Errorf("a visitor from Germany goes to %s", got)
	}
}

func TestTheClockStandsStillUntilItIsMoved(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: "https://example.com/", ExpiresAt: linkpacktest.Start().Add(time.Hour)})
	kit.Clock.Advance(time.Hour - 1)
	if got := kit.Visit(link).Location(); got != link.Destination {
		t.Errorf("before the expiry: %s", got)
	}
	kit.Clock.Set(link.ExpiresAt)
	if _, err := kit.Visit(link).Resolve(); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("at the expiry: %v", err)
	}
}

func TestClicksAreCounted(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: "https://example.com/"})
	for range 3 {
		kit.Visit(link).Click()
	}
	kit.Visit(link).UserAgent("curl/8.5.0").Click()
	if got := kit.Count(link); got != 3 {
		t.Errorf("%d clicks, want 3", got)
	}
}

func TestACountryHasItsContinentAsInADatabase(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: "https://example.com/", Rules: []routing.Rule{{
		Clauses: []routing.Clause{routing.Continent("EU")}, Destination: "https://example.eu/",
	}}})
	for name, visit := range map[string]*linkpacktest.Visit{
		"from":                     kit.Visit(link).From("DE"),
		"lower case":               kit.Visit(link).From("fr"),
		"Kosovo":                   kit.Visit(link).From("XK"),
		"moved":                    kit.Visit(link).From("US").From("DE"),
		"in a country":             kit.Visit(link).In(routing.Place{Country: "IT", City: "Rome"}),
		"in a region":              kit.Visit(link).In(routing.Place{Region: "DE-BY"}),
		"on a continent":           kit.Visit(link).In(routing.Place{Continent: "EU"}),
		"on another than usual":    kit.Visit(link).In(routing.Place{Continent: "EU", Country: "TR"}),
		"in, then from":            kit.Visit(link).In(routing.Place{Country: "US"}).From("DE"),
		"from, with another agent": kit.Visit(link).From("DE").UserAgent("curl/8.5.0"),
	} {
		if got := visit.Location(); got != "https://example.eu/" {
			t.Errorf("%s: goes to %s", name, got)
		}
	}
	for name, visit := range map[string]*linkpacktest.Visit{
		"nowhere": kit.Visit(link), "from Turkey": kit.Visit(link).From("TR"), "from no country": kit.Visit(link).From("ZZ"),
		"from Europe to America": kit.Visit(link).From("DE").From("US"), "in no country": kit.Visit(link).In(routing.Place{City: "Rome"}),
	} {
		if got := visit.Location(); got != link.Destination {
			t.Errorf("%s: goes to %s", name, got)
		}
	}
}
