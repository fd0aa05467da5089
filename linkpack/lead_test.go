package linkpack_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// pointsOf returns the points of each part that has any.
func pointsOf(score linkpack.LeadScore) map[string]int {
	points := make(map[string]int)
	for _, part := range score.Parts {
		if part.Points > 0 {
			points[part.Name] = part.Points
		}
	}
	return points
}

// scan makes a click by a QR code and returns its lbid.
func (p *people) scan(key string) string {
	p.t.Helper()
	res, err := p.Visit(p.link).Key(key).Query("qr=1").Resolve()
	p.must(err)
	p.must(p.Record(p.t.Context(), res))
	return res.LBID()
}

// convert records a conversion and returns its event.
func (p *people) convert(lbid string) *analytics.Click {
	p.t.Helper()
	made, err := p.RecordConversion(p.t.Context(), linkpack.NewConversion{Click: lbid, Kind: "purchase"})
	p.must(err)
	return made
}

// times calls a function some times and returns its last result.
func times[T any](n int, f func() T) (last T) {
	for range n {
		last = f()
	}
	return last
}

func TestTheDefaultScoreIsMadeOfWhatTheVisitorDid(t *testing.T) {
	week := 7 * 24 * time.Hour
	for name, try := range map[string]struct {
		goal, target string
		act          func(*people) string // returns the event
		want         map[string]int
		says         string
	}{
		"one visit": {act: func(p *people) string { return p.click("") },
			want: map[string]int{"recency": 20, "visits": 5}, says: "One visit by the visitor."},
		"a visit a week ago": {act: func(p *people) string { id := p.click(""); p.Clock.Advance(week); return id },
			want: map[string]int{"recency": 10, "visits": 5}, says: "The latest visit or conversion was 7 days ago."},
		"a visit long ago": {act: func(p *people) string { id := p.click(""); p.Clock.Advance(10 * week); return id },
			want: map[string]int{"visits": 5}, says: "70 days ago."},
		"an old visit by someone who came again": {act: func(p *people) string { id := p.click("ada"); p.Clock.Advance(week); p.click("ada"); return id },
			want: map[string]int{"recency": 20, "visits": 10}, says: "less than a day ago."},
		"visits of others": {act: func(p *people) string { p.click("bob"); p.click(""); return p.click("ada") },
			want: map[string]int{"recency": 20, "visits": 5}},
		"more visits than count": {act: func(p *people) string { return times(6, func() string { return p.click("ada") }) },
			want: map[string]int{"recency": 20, "visits": 20}, says: "6 visits by the visitor."},
		"scans": {act: func(p *people) string { p.click("ada"); return p.scan("ada") },
			want: map[string]int{"recency": 20, "visits": 10, "scans": 5}, says: "One visit began with a QR code."},
		"a conversion": {act: func(p *people) string { id := p.click(""); p.convert(id); return id },
			want: map[string]int{"recency": 20, "visits": 5, "conversions": 15}, says: "One conversion by the visitor."},
		"conversions": {act: func(p *people) string {
			id := p.click("ada")
			return times(4, func() *analytics.Click { return p.convert(id) }).ID
		}, want: map[string]int{"recency": 20, "visits": 5, "conversions": 25}, says: "4 conversions by the visitor."},
		"attributes": {act: func(p *people) string { id := p.click(""); p.identify(id, mail("ada@example.com")); return id },
			want: map[string]int{"recency": 20, "visits": 5, "attributes": 2}, says: "One attribute of the visitor is known."},
		"identified on two devices": {act: func(p *people) string {
			phone := p.click("phone")
			p.identify(phone, mail("ada@example.com"))
			p.identify(p.click("laptop"), mail("ada@example.com"))
			return phone
		}, want: map[string]int{"recency": 20, "visits": 10, "attributes": 2}},
		"words": {goal: "Book a demo with the team", target: "CTO in Berlin, newsletter reader of us", act: func(p *people) string {
			id := p.click("")
			p.identify(id, attributes{"role": "cto, the book", "city": "East-Berlin", "newsletter": true, "us": true, "reader": false})
			return id
		}, want: map[string]int{"recency": 20, "visits": 5, "attributes": 10, "words": 15}, says: "in common: book, cto, berlin."},
		"words of nobody": {goal: "Berlin", act: func(p *people) string { return p.click("") },
			want: map[string]int{"recency": 20, "visits": 5}, says: "The visitor is not identified."},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPeople(t)
			p.link = p.NewLink(linkpack.Link{Destination: home, TrackConversions: true, LeadGoal: try.goal, LeadTarget: try.target})
			score, err := p.LeadScore(t.Context(), "", try.act(p))
			p.must(err)
			sum := 0
			for _, points := range try.want {
				sum += points
			}
			if got := pointsOf(score); !maps.Equal(got, try.want) || score.Score != sum {
				t.Errorf("score %d of %v, want %v", score.Score, got, try.want)
			}
			said := ""
			for _, part := range score.Parts {
				said += part.Reason + "\n"
			}
			if !strings.Contains(said, try.says) || strings.Count(said, ".\n") != 6 {
				t.Errorf("it says\n%swant %q", said, try.says)
			}
		})
	}
}

func TestTheDefaultScoreIsAtMost100(t *testing.T) {
	p := newPeople(t)
	p.link = p.NewLink(linkpack.Link{Destination: home, TrackConversions: true, LeadGoal: "gold silver bronze"})
	id := times(5, func() string { return p.scan("ada") })
	p.identify(id, attributes{"a": "gold", "b": "silver", "c": "bronze", "d": 1.0, "e": 2.0, "f": 3.0})
	times(5, func() *analytics.Click { return p.convert(id) })
	score, err := p.LeadScore(t.Context(), "", id)
	most := 0
	for _, part := range score.Parts {
		most += part.Max
	}
	if err != nil || score.Score != 100 || most != 100 {
		t.Errorf("score %d of %d, %v", score.Score, most, err)
	}
}

func TestUntrackedEventsAreScoredAlone(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	kit.Visit(link).Key("ada").Click()
	kit.Visit(link).Key("ada").Click()
	score, err := kit.LeadScore(t.Context(), "", newestEvent(t, kit).ID)
	if want := map[string]int{"recency": 20, "visits": 5}; err != nil || !maps.Equal(pointsOf(score), want) || score.EarlierVisits != 0 {
		t.Errorf("a click has %+v, %v", score, err)
	}
	kit.Visit(link).UserAgent("curl/8.0").Click()
	score, err = kit.LeadScore(t.Context(), "", newestEvent(t, kit, analytics.Bot).ID)
	if err != nil || score.Score != 0 {
		t.Errorf("a bot has %+v, %v", score, err)
	}
}

// scorerFunc is a Scorer.
type scorerFunc func(*linkpack.Lead) (linkpack.LeadScore, error)

func (f scorerFunc) Score(_ context.Context, lead *linkpack.Lead) (linkpack.LeadScore, error) {
	return f(lead)
}

func TestAHostScoresLeadsItself(t *testing.T) {
	var seen linkpack.Lead
	p := newPeople(t, linkpack.Options{Scorer: scorerFunc(func(lead *linkpack.Lead) (linkpack.LeadScore, error) {
		seen = *lead
		return linkpack.LeadScore{Score: 7, Parts: []linkpack.LeadPart{{Name: "luck", Points: 7, Max: 10, Reason: "A lucky day."}}, EarlierVisits: 99}, nil
	})})
	p.click("ada")
	p.Clock.Advance(time.Second)
	p.clickOn(p.NewLink(linkpack.Link{Destination: home, TrackConversions: true}), "ada")
	p.must(p.Flush(t.Context())) // events of one flush are in no order
	p.Clock.Advance(time.Second)
	id := p.click("ada")
	v := p.identify(id, mail("ada@example.com"))
	p.convert(id)
	score, err := p.LeadScore(t.Context(), "", id)
	if err != nil || score.Score != 7 || len(score.Parts) != 1 || score.EarlierVisits != 1 {
		t.Errorf("the score is %+v, %v", score, err)
	}
	if seen.Visitor == nil || seen.Visitor.ID != v.ID || seen.Link.ID != p.link.ID || !seen.Now.Equal(p.Clock.Now()) || len(seen.History) != 4 ||
		seen.History[3].ID == seen.Event.ID || seen.History[2].ID == seen.Event.ID {
		t.Errorf("the scorer saw %+v", seen)
	}
}

func TestAHistoryIsBounded(t *testing.T) {
	var seen int
	p := newPeople(t, linkpack.Options{Scorer: scorerFunc(func(lead *linkpack.Lead) (linkpack.LeadScore, error) {
		seen = len(lead.History)
		return linkpack.LeadScore{}, nil
	})})
	id := times(230, func() string { return p.click("ada") })
	if _, err := p.LeadScore(t.Context(), "", id); err != nil || seen != 200 {
		t.Errorf("the scorer saw %d events, %v", seen, err)
	}
}

func TestScoresThatAreNoneAreRefused(t *testing.T) {
	broken := errors.New("the model is away")
	for name, try := range map[string]struct {
		score linkpack.LeadScore
		err   error
		want  string
	}{
		"an error":       {err: broken, want: broken.Error()},
		"too much":       {score: linkpack.LeadScore{Score: 101}, want: "returned 101"},
		"too little":     {score: linkpack.LeadScore{Score: -1}, want: "returned -1"},
		"too many parts": {score: linkpack.LeadScore{Parts: []linkpack.LeadPart{{Name: "luck", Points: 3, Max: 2}}}, want: `3 points of 2 for "luck"`},
	} {
		p := newPeople(t, linkpack.Options{Scorer: scorerFunc(func(*linkpack.Lead) (linkpack.LeadScore, error) { return try.score, try.err })})
		_, err := p.LeadScore(t.Context(), "", p.click(""))
		if err == nil || !strings.Contains(err.Error(), try.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPageOfEventsIsScored(t *testing.T) {
	p := newPeople(t)
	p.click("ada")
	p.click("bob")
	p.identify(p.click("ada"), mail("ada@example.com"))
	other := p.NewLink(linkpack.Link{Destination: home})
	p.Visit(other).Click()
	p.convert(p.click(""))
	page, err := p.Events(t.Context(), linkpack.EventQuery{Conversions: true})
	p.must(err)
	scores, err := p.LeadScores(t.Context(), "", page.Events)
	if err != nil || len(scores) != 6 {
		t.Fatalf("%d scores, %v", len(scores), err)
	}
	for _, event := range page.Events {
		alone, err := p.LeadScore(t.Context(), "", event.ID)
		if err != nil || alone.Score != scores[event.ID].Score || !maps.Equal(pointsOf(alone), pointsOf(scores[event.ID])) {
			t.Errorf("%s has %+v on the page and %+v alone, %v", event.ID, scores[event.ID], alone, err)
		}
	}
}

func TestScoresOfOtherWorkspacesAndDamage(t *testing.T) {
	p := newPeople(t)
	id := p.click("")
	_, err := p.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"})
	p.must(err)
	event, err := p.Event(t.Context(), "", id)
	p.must(err)
	scores, err := p.LeadScores(t.Context(), "others", []analytics.Click{*event})
	if err != nil || len(scores) != 0 {
		t.Errorf("another workspace scores %v, %v", scores, err)
	}
	part := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Tag: "red"}))
	for name, try := range map[string]struct{ err, want error }{
		"of another workspace":       {only(p.LeadScore(t.Context(), "others", id)), linkpack.ErrNotFound},
		"of no event":                {only(p.LeadScore(t.Context(), "", "none")), linkpack.ErrNotFound},
		"for a part of a workspace":  {only(p.LeadScore(part, "", id)), linkpack.ErrForbidden},
		"on a page for such a token": {only(p.LeadScores(part, "", []analytics.Click{*event})), linkpack.ErrForbidden},
	} {
		if !errors.Is(try.err, try.want) {
			t.Errorf("a score %s: %v", name, try.err)
		}
	}
}
