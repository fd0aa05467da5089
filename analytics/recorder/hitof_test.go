package recorder_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestClickThatDoesNotFitItsLinkIsRefused(t *testing.T) {
	for field, spoil := range map[string]func(*analytics.Click){
		"Rule":        func(c *analytics.Click) { c.Rule = "gone" },
		"Destination": func(c *analytics.Click) { c.Destination = "https://example.net/" },
		"Draws":       func(c *analytics.Click) { c.Draws = []analytics.SplitDraw{{Split: "x"}} },
		"Placement":   func(c *analytics.Click) { c.Scan, c.Placement = true, "Wall" },
		"Class":       func(c *analytics.Click) { c.Agent.Bot = routing.Crawler },
	} {
		c := analytics.Click{Class: analytics.Human}
		if _, err := recorder.HitOf(&c, plan(1)); err != nil {
			t.Fatal(err)
		}
		spoil(&c)
		_, err := recorder.HitOf(&c, plan(1))
		var wrong *routing.FieldError
		if !errors.As(err, &wrong) || wrong.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// imported returns a click as it is after it was imported.
func imported(t *testing.T, c analytics.Click) analytics.Click {
	t.Helper()
	h, err := recorder.HitOf(&c, plan(1))
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, memory.New(), nil)
	if _, err := r.Import(t.Context(), func(yield func(analytics.Hit, error) bool) { yield(h, nil) }); err != nil {
		t.Fatal(err)
	}
	return newest(t, r, 1, 1)[0]
}

func TestAPlacementIsThatOfAScan(t *testing.T) {
	c := analytics.Click{Class: analytics.Human, Time: noon, Placement: "hall"}
	_, err := recorder.HitOf(&c, plan(1))
	if wrong, ok := errors.AsType[*routing.FieldError](err); !ok || wrong.Field != "Placement" {
		t.Errorf("without a scan: %v", err)
	}
	for placement, want := range map[string]string{"hall": "hall", "1": "", "": ""} {
		if got := imported(t, analytics.Click{Class: analytics.Human, Time: noon, Scan: true, Placement: placement}); got.Placement != want || !got.Scan {
			t.Errorf("%q became %q, want %q; a scan: %v", placement, got.Placement, want, got.Scan)
		}
	}
}

func TestAnyAgentCanBeInternal(t *testing.T) {
	for _, bot := range []routing.Bot{routing.NotBot, routing.Crawler, routing.Preview} {
		want := analytics.Click{Class: analytics.Internal, Time: noon, Agent: routing.Agent{Bot: bot}}
		if got := imported(t, want); got.Class != want.Class || got.Agent.Bot != bot {
			t.Errorf("kind %d became %v, kind %d", bot, got.Class, got.Agent.Bot)
		}
	}
}

func TestReferrerOfAClickIsNotParsedAgain(t *testing.T) {
	for referrer, want := range map[string]string{
		"www.www.example.com":             "www.www.example.com",
		"..":                              "..",
		"example..":                       "example..",
		"no host/at all?":                 "no host/at all?",
		"www.:":                           "www.:",
		"":                                "Direct",
		"Direct":                          "Direct",
		"News.Example.com":                "news.example.com",
		"https://www.Example.com:80/page": "example.com",
	} {
		if got := imported(t, analytics.Click{Class: analytics.Human, Time: noon, Referrer: referrer}); got.Referrer != want {
			t.Errorf("%q became %q, want %q", referrer, got.Referrer, want)
		}
	}
}

func TestLongTextsOfAClickStayWhole(t *testing.T) {
	long, escaped := strings.Repeat("ü&", 170), strings.Repeat("&", 512)
	want := analytics.Click{
		Class: analytics.Human, Time: noon, Referrer: "Direct", UserAgent: strings.Repeat("x", 512),
		Place: routing.Place{City: long}, Destination: "https://example.com/", Link: analytics.LinkRef{Number: 1}, Revision: 1,
		UTM: routing.UTM{Source: long, Medium: escaped, Campaign: escaped, Term: escaped, Content: "a+b %41"},
	}
	if got := imported(t, want); !equalClicks(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func FuzzClickHit(f *testing.F) {
	f.Add("www.www.example.com", "pt-BR", "a&b=c%", "agent", uint8(6), uint8(1))
	f.Add("", "", "poster-a", "", uint8(1), uint8(0))
	f.Add("https://user@Example.com:80/x", "de;q=0", "\xff", "", uint8(4), uint8(3))
	f.Fuzz(func(t *testing.T, referrer, language, text, agent string, class, bot uint8) {
		r := open(t, memory.New(), nil)
		c := analytics.Click{
			Time: noon, Class: analytics.Class(class), Referrer: referrer, Language: language, UserAgent: agent,
			Agent: routing.Agent{Bot: routing.Bot(bot % 4)}, UTM: routing.UTM{Source: text, Content: text}, Place: routing.Place{City: text},
		}
		if analytics.CheckPlacement(text) == nil {
			c.Scan, c.Placement = true, text
		}
		for range 2 { // what comes out goes in again, and stays the same
			h, err := recorder.HitOf(&c, plan(1))
			if err != nil {
				return
			}
			if n, err := r.Import(t.Context(), func(yield func(analytics.Hit, error) bool) { yield(h, nil) }); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			got := newest(t, r, 1, 1)[0]
			if got.Class != c.Class {
				t.Fatalf("class %v became %v", c.Class, got.Class)
			}
			c = got
		}
		clicks := newest(t, r, 1, 2)
		if !equalClicks(clicks[0], clicks[1]) || clicks[0].Visitor != clicks[1].Visitor {
			t.Errorf("%+v\nbecame %+v", clicks[1], clicks[0])
		}
	})
}
