package linkpack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// newestEvent returns the newest event of a workspace.
func newestEvent(t *testing.T, kit *linkpacktest.Kit, classes ...analytics.Class) analytics.Click {
	t.Helper()
	page, err := kit.Events(t.Context(), linkpack.EventQuery{Limit: 1, Classes: classes})
	if err != nil || len(page.Events) != 1 {
		t.Fatalf("the newest event is %+v, %v", page, err)
	}
	return page.Events[0]
}

func TestAClickIsExplainedByTheRulesOfItsTime(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, Rules: []routing.Rule{
		{ID: "plan", Clauses: []routing.Clause{routing.Query("plan=pro")}, Destination: home + "pro"},
		{ID: "germany", Clauses: []routing.Clause{routing.Country("DE")}, Destination: home + "de"},
		{ID: "header", Clauses: []routing.Clause{routing.Header("Dnt=1")}, Destination: home + "quiet"},
	}})
	kit.Visit(link).From("DE").Click()
	germany := newestEvent(t, kit)
	if _, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Rules = l.Rules[:1]
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	e, err := kit.ExplainEvent(t.Context(), "", germany.ID)
	const want = `rule 0 "plan": no (query "plan=pro" saw "unknown": unknown)
rule 1 "germany": yes (geo "DE" saw "DE": yes) → ` + home + `de
rule 2 "header": unknown (header "Dnt=1" saw "unknown": unknown)`
	if err != nil || e.Location != home+"de" || e.Refusal != "" || e.Explanation.String() != want {
		t.Errorf("it is explained as %+v, %v\n%s", e, err, e.Explanation)
	}
	kit.Clock.Advance(1)
	kit.Visit(link).Query("plan=pro").Click()
	if e, err = kit.ExplainEvent(t.Context(), "", newestEvent(t, kit).ID); err != nil || e.ID != "plan" || len(e.Rules) != 1 || !e.Rules[0].Matches || !e.Rules[0].Clauses[0].Unknown {
		t.Errorf("a visit with the query is explained as %+v, %v", e, err)
	}
}

func TestABlockedVisitIsExplained(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, Disabled: true, Rules: []routing.Rule{
		{ID: "germany", Clauses: []routing.Clause{routing.Country("DE")}, Destination: home + "de"},
	}})
	kit.Visit(link).From("DE").Click()
	e, err := kit.ExplainEvent(t.Context(), "", newestEvent(t, kit, analytics.Blocked).ID)
	if err != nil || e.Refusal != "blocked" || e.Location != "" || e.Rule != -1 || !strings.Contains(e.Explanation.String(), `"germany": yes`) {
		t.Errorf("it is explained as %+v, %v", e, err)
	}
}

func TestEventsThatCannotBeExplained(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	kit.Visit(link).Click()
	click := newestEvent(t, kit)
	for name, err := range map[string]error{
		"an unknown event":  only(kit.ExplainEvent(t.Context(), "", "none")),
		"another workspace": only(kit.ExplainEvent(t.Context(), "other", click.ID)),
	} {
		if !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if e, err := kit.ExplainEvent(t.Context(), "", click.ID); err != nil || e.Rule != -1 || len(e.Rules) != 0 || e.Location != home {
		t.Errorf("without rules it is explained as %+v, %v", e, err)
	}
}
