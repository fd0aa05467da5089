package linkbreakersv1_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestLeadScoresAreAnsweredInBothForms(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{
		Destination: "https://example.com/", TrackConversions: true, LeadTarget: "engineers in Berlin", ExternalID: "550e8400-e29b-41d4-a716-446655440000",
	})
	v.tracked(t, link, "ada")
	v.Clock.Advance(1e9)
	lbid := v.tracked(t, link, "ada")
	v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+lbid+`","visitor":{"data":{"city":"Berlin"}}}`)
	event := read(v.want(t, 200, "GET", "/v1/events", ""), "json.events.0.id")
	click, err := linkpack.ClickIDOf(lbid)
	if err != nil {
		t.Fatal(err)
	}
	path := "/v1/links/" + link.ExternalID
	newer, older := v.want(t, 200, "GET", path+"/lead-score/"+click, ""), v.want(t, 200, "GET", "/v1/links/"+link.ID+"/lead-score-explanation/"+lbid, "")
	for place, want := range map[string]string{
		"leadScore": "37", "recurringScans": "1", "breakdown.recurringInterest": "50", "breakdown.engagementLevel": "36", "breakdown.profileFit": "28",
		"breakdown.brandSupportiveness": "", "breakdown.technologicalAptitude": "", "parts.0.name": "recency", "parts.0.max": "20",
	} {
		if a, b := read(newer, place), read(older, place); a != want || b != want {
			t.Errorf("%s is %q and %q, want %q", place, a, b, want)
		}
	}
	says := read(newer, "scoringRationale")
	if read(older, "explanation") != says || !strings.Contains(says, "heuristic") || !strings.Contains(says, "berlin") || read(newer, "scoringContext") != "heuristic" {
		t.Errorf("they say %q and %q", says, read(older, "explanation"))
	}
	other := v.NewLink(linkpack.Link{Destination: "https://example.com/"})
	v.want(t, 404, "GET", "/v1/links/"+other.ID+"/lead-score/"+event, "")
	v.want(t, 404, "GET", "/v1/links/nobody/lead-score/"+event, "")
	v.want(t, 404, "GET", path+"/lead-score/nobody", "")
	v.want(t, 404, "GET", path+"/lead-score-explanation/nobody", "")
}

func TestEventsIncludeLeadScores(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	lbid := v.tracked(t, link, "")
	v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+lbid+`","visitor":{"data":{"city":"Berlin"}}}`)
	visitor := read(v.want(t, 200, "GET", "/v1/visitors", ""), "json.visitors.0.id")
	without := v.want(t, 200, "GET", "/v1/events", "")
	got := v.want(t, 200, "GET", "/v1/events?include=leadScore", "")
	const score = "json.events.0.leadScore"
	for place, want := range map[string]string{
		score + ".leadScore": "27", score + ".linkId": link.ID, score + ".visitorId": visitor, score + ".recurringScans": "0",
		score + ".recurringInterest": "25", score + ".id": read(got, "json.events.0.leadScoreId"),
	} {
		if found := read(got, place); found != want || want == "" {
			t.Errorf("%s is %q, want %q", place, found, want)
		}
	}
	if read(without, "json.events.0.leadScoreId") != "" || read(without, score+".id") != "" {
		t.Errorf("unasked, the event is %v", without)
	}
}

// brands scores by a factor that the engine does not know.
type brands struct{}

func (brands) Score(context.Context, *linkpack.Lead) (linkpack.LeadScore, error) {
	return linkpack.LeadScore{Score: 3, Parts: []linkpack.LeadPart{{Name: "brandSupportiveness", Points: 3, Max: 4, Reason: "A fan."}, {Name: "luck"}}}, nil
}

func TestAScorerOfTheHostNamesFactors(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Scorer: brands{}})
	if _, err := kit.CreateToken(t.Context(), linkpack.Token{Secret: secret}); err != nil {
		t.Fatal(err)
	}
	h, err := httpadapter.New(kit.Shortener, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(nil)}})
	if err != nil {
		t.Fatal(err)
	}
	v := &visited{&server{Handler: h, shortener: kit.Shortener}, kit}
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/"})
	v.Visit(link).Click()
	event := read(v.want(t, 200, "GET", "/v1/events", ""), "json.events.0.id")
	got := v.want(t, 200, "GET", "/v1/links/"+link.ID+"/lead-score/"+event, "")
	if read(got, "leadScore") != "3" || read(got, "breakdown.brandSupportiveness") != "75" || read(got, "breakdown.profileFit") != "" {
		t.Errorf("the answer is %v", got)
	}
}

// counted scores the first event 1, the second 2, and so on.
type counted struct{ n atomic.Int64 }

func (c *counted) Score(context.Context, *linkpack.Lead) (linkpack.LeadScore, error) {
	return linkpack.LeadScore{Score: int(c.n.Add(1)) % 100}, nil
}

// TestTheAverageScoreIsThatOfFewEvents has two events, then more than are scored.
func TestTheAverageScoreIsThatOfFewEvents(t *testing.T) {
	scorer := new(counted)
	kit := linkpacktest.New(t, linkpack.Options{Scorer: scorer})
	if _, err := kit.CreateToken(t.Context(), linkpack.Token{Secret: secret}); err != nil {
		t.Fatal(err)
	}
	h, err := httpadapter.New(kit.Shortener, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(nil)}})
	if err != nil {
		t.Fatal(err)
	}
	v := &visited{&server{Handler: h, shortener: kit.Shortener}, kit}
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", Tags: []string{"mine"}})
	if got := v.want(t, 200, "GET", "/v1/metrics/events", ""); read(got, "averageLeadScore") != "" {
		t.Errorf("without events: %v", got)
	}
	v.Visit(link).Click()
	v.Visit(link).Click()
	if got := v.want(t, 200, "GET", "/v1/metrics/events", ""); read(got, "averageLeadScore") != "1.5" {
		t.Errorf("two events: %v", got)
	}
	if _, err := kit.CreateToken(t.Context(), linkpack.Token{Secret: "a token of a part", Scope: linkpack.Scope{Tag: "mine"}}); err != nil {
		t.Fatal(err)
	}
	answer, part := v.call(t, "a token of a part", "GET", "/v1/metrics/events", "")
	if answer.StatusCode != 200 || read(part, "totalEvents") != "2" || read(part, "averageLeadScore") != "" {
		t.Errorf("a token that may not read visitors: %d %v", answer.StatusCode, part)
	}
	for range 999 {
		v.Visit(link).Click()
	}
	before := scorer.n.Load()
	got := v.want(t, 200, "GET", "/v1/metrics/events", "")
	if read(got, "averageLeadScore") != "" || read(got, "totalEvents") != "1001" || scorer.n.Load() != before {
		t.Errorf("1001 events, of which %d were scored: %v", scorer.n.Load()-before, got)
	}
}
