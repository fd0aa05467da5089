package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
	"github.com/linkpack/linkpack-go/store/memory"
)

// plan is a custom condition: the plan that a customer pays for.
func plan(plans map[string]string) routing.Condition {
	of := func(v *routing.Visit) string { return plans[v.VisitorKey] }
	return routing.Condition{
		Name: "plan",
		Compile: func(value string) (func(*routing.Visit) bool, error) {
			if value != "free" && value != "pro" {
				return nil, fmt.Errorf("%q is neither free nor pro", value)
			}
			return func(v *routing.Visit) bool { return of(v) == value }, nil
		},
		Fact: of,
	}
}

func planLink(value string) linkpack.Link {
	return linkpack.Link{Destination: home, Rules: []routing.Rule{{
		ID: "paying", Clauses: []routing.Clause{{Condition: "plan", Value: value}, {Condition: "geo", Value: "US"}}, Destination: home + "pro",
	}}}
}

func TestAHostsOwnConditionWorksLikeTheBuiltInOnes(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Conditions: []routing.Condition{plan(map[string]string{"ann": "pro"})}})
	link := kit.NewLink(planLink("pro"))
	if got := kit.Visit(link).Key("ann").From("US").Location(); got != home+"pro" {
		t.Errorf("Ann goes to %s", got)
	}
	if got := kit.Visit(link).Key("bob").From("US").Location(); got != home {
		t.Errorf("Bob goes to %s", got)
	}
	why := kit.Visit(link).Key("ann").From("CA").Explain()
	clauses := why.Rules[0].Clauses
	if !clauses[0].Matches || clauses[0].Fact != "pro" || clauses[1].Matches || clauses[1].Fact != "CA" {
		t.Errorf("explained as %+v", clauses)
	}
	_, err := kit.CreateLink(t.Context(), planLink("gold"))
	if !errors.Is(err, linkpack.ErrInvalid) || !strings.Contains(err.Error(), "rules[0].clauses[0].value") || !strings.Contains(err.Error(), "gold") {
		t.Errorf("a value that the host refuses: %v", err)
	}
}

func TestAHostsConditionCannotTakeABuiltInName(t *testing.T) {
	own := plan(nil)
	own.Name = "geo"
	_, err := linkpack.New(memory.New(), &linkpack.Options{Conditions: []routing.Condition{own}})
	if !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("got %v, want a FieldError", err)
	}
}

func TestExplainAgreesWithResolve(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, Rules: geoRules("US", home+"us"), ExpiresAt: linkpacktest.Start().AddDate(0, 0, 1)})
	for name, visit := range map[string]*linkpacktest.Visit{"match": kit.Visit(link).From("US"), "none": kit.Visit(link).From("DE")} {
		if why, got := visit.Explain(), visit.Location(); why.Location != got || why.Refusal != "" {
			t.Errorf("%s: explained as %+v, goes to %s", name, why, got)
		}
	}
	kit.Clock.Set(link.ExpiresAt)
	why := kit.Visit(link).From("US").Explain()
	if why.Refusal != "gone" || why.Location != "" || !why.Rules[0].Matches {
		t.Errorf("once expired: %+v", why)
	}
	_, err := kit.Explain(t.Context(), "other", link.ID, new(routing.Visit))
	if !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace's link: %v", err)
	}
}

func TestRulesThatAreNeverReachedAreWarnings(t *testing.T) {
	kit := linkpacktest.New(t)
	rules := append(geoRules("US,CA", home+"1"), routing.Rule{
		ID: "late", Clauses: []routing.Clause{{Condition: "geo", Value: "ca"}}, Destination: home + "2",
	})
	warnings, err := kit.LinkWarnings(t.Context(), kit.NewLink(linkpack.Link{Destination: home, Rules: rules}))
	if err != nil || len(warnings) != 1 || warnings[0].ID != "late" || warnings[0].CoveredByID != "geo" {
		t.Errorf("warnings %v, %v", warnings, err)
	}
}

// ownNames is a host's Classifier with names of its own.
type ownNames struct{}

func (ownNames) Classify(string, http.Header) routing.Agent { return routing.Agent{OS: "Windows 11"} }

func TestSystemsThatNoVisitHasAreWarningsUnlessTheHostNamesThem(t *testing.T) {
	rules := []routing.Rule{{Clauses: []routing.Clause{routing.OS("Windows 11")}, Destination: home + "1"}}
	for _, c := range []struct {
		agents   routing.Classifier
		warnings int
		location string
	}{
		{nil, 1, home}, {useragent.Classifier{}, 1, home}, {ownNames{}, 0, home + "1"},
	} {
		kit := linkpacktest.New(t, linkpack.Options{Agents: c.agents})
		link := kit.NewLink(linkpack.Link{Destination: home, Rules: rules})
		warnings, err := kit.LinkWarnings(t.Context(), link)
		if err != nil || len(warnings) != c.warnings {
			t.Errorf("%T: warnings %v, %v", c.agents, warnings, err)
		}
		if got := kit.Visit(link).Location(); got != c.location {
			t.Errorf("%T: goes to %s", c.agents, got)
		}
	}
}

func TestPathsAreForwardedWhereTheLinkSaysSo(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: "https://example.com/docs?v=1#top", ForwardPath: true, ForwardQuery: true, UTM: routing.UTM{Source: "s"}})
	if got, want := kit.Visit(link).Path("/intro/a%20b").Query("q=1").Location(), "https://example.com/docs/intro/a%20b?v=1&utm_source=s&q=1#top"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for name, visit := range map[string]*linkpacktest.Visit{
		"dot segments":        kit.Visit(link).Path("/../admin"),
		"encoded dots":        kit.Visit(link).Path("/%2e%2E/admin"),
		"link without a path": kit.Visit(kit.NewLink(linkpack.Link{Destination: home})).Path("/intro"),
	} {
		res, err := visit.Resolve()
		if !errors.Is(err, linkpack.ErrNotFound) || res.Found() || res.Location != "" {
			t.Errorf("%s: %+v, %v", name, res, err)
		}
	}
}

func TestExplanationSaysWhyAVisitIsRefused(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, MaxClicks: 1})
	kit.Visit(link).Click()
	if got := kit.Visit(link).Explain().String(); got != "refused: gone\nthere are no rules" {
		t.Errorf("it says %q", got)
	}
}

// Explain shows why a visitor does not get the variant for Germany.
func ExampleShortener_Explain() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.CreateLink(ctx, linkpack.Link{Destination: "https://example.com/", Rules: []routing.Rule{{
		ID: "german-phones",
		Clauses: []routing.Clause{
			{Condition: "geo", Value: "DE"},
			{Condition: "device", Value: "Mobile"},
		},
		Destination: "https://example.de/",
	}}})
	if err != nil {
		log.Fatal(err)
	}

	visit := &routing.Visit{Place: routing.Place{Country: "DE"}, Agent: routing.Agent{Device: routing.Desktop}}
	why, err := s.Explain(ctx, "", link.ID, visit)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(why)
	fmt.Println(why.Rules[0].Clauses[1].Fact)
	// Output:
	// to https://example.com/
	// rule 0 "german-phones": no (geo "DE" saw "DE": yes; device "Mobile" saw "Desktop": no)
	// Desktop
}
