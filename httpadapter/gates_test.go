package httpadapter_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

const (
	crawler  = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
	unfurler = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"
	password = "open sesame"

	destination = "https://example.com/secret"
	ruled       = "https://example.com/secret-rule"
	fallback    = "https://example.com/over"
)

// visitor is how a request comes, and what it counts as when no gate refuses.
type visitor struct {
	name, method, suffix string
	headers              []string
	class                analytics.Class
}

// visitors are all classes by all ways.
var visitors = []visitor{
	{"a person", "GET", "", nil, analytics.Human},
	{"a person who objects", "GET", "", []string{"Sec-GPC: 1"}, analytics.Human},
	{"HEAD of a person", "HEAD", "", nil, analytics.Head},
	{"HEAD of an unfurler", "HEAD", "", []string{"User-Agent: " + unfurler}, analytics.Head},
	{"a prefetch", "GET", "", []string{"Sec-Purpose: prefetch"}, analytics.Prefetch},
	{"a crawler", "GET", "", []string{"User-Agent: " + crawler}, analytics.Bot},
	{"an unfurler", "GET", "", []string{"User-Agent: " + unfurler}, analytics.Preview},
	{"a person's look", "GET", "+", nil, 0},
	{"a crawler's look", "GET", "+", []string{"User-Agent: " + crawler}, 0},
	{"HEAD of a look", "HEAD", "+", nil, 0},
	{"POST", "POST", "", nil, 0},
	{"POST of a look", "POST", "+", nil, 0},
	{"DELETE", "DELETE", "", nil, 0},
}

// gateCase is a link and what its gate answers; 0 passes.
type gateCase struct {
	link   linkpack.Link
	status int    // of the gate's page; 307 leads to the fallback
	said   string // on that page
}

// gateCases are all gates, alone and two at a time where their order shows.
func gateCases() map[string]gateCase {
	hash, before, after := passwordHash(), noon.Add(-time.Hour), noon.Add(time.Hour)
	const notFound, gone, off, asks = "does not exist", "no longer works", "was switched off", "needs a password"
	return map[string]gateCase{
		"no gate":                       {linkpack.Link{}, 0, ""},
		"disabled":                      {linkpack.Link{Disabled: true}, 451, off},
		"archived":                      {linkpack.Link{Archived: true}, 404, notFound},
		"not started":                   {linkpack.Link{StartsAt: after}, 404, notFound},
		"expired":                       {linkpack.Link{ExpiresAt: before}, 410, gone},
		"expired with a fallback":       {linkpack.Link{ExpiresAt: before, FallbackURL: fallback}, 307, ""},
		"password":                      {linkpack.Link{PasswordHash: hash}, 200, asks},
		"disabled before archived":      {linkpack.Link{Disabled: true, Archived: true}, 451, off},
		"archived before expired":       {linkpack.Link{Archived: true, ExpiresAt: before, FallbackURL: fallback}, 404, notFound},
		"expired before a password":     {linkpack.Link{ExpiresAt: before, PasswordHash: hash}, 410, gone},
		"not started before a password": {linkpack.Link{StartsAt: after, PasswordHash: hash}, 404, notFound},
	}
}

// ruleCases are rules and where they lead a person, crawlers among them.
var ruleCases = map[string]struct {
	rules []routing.Rule
	human string
	other string // where requests lead that are not from people
}{
	"no rules": {nil, destination, destination},
	"a rule for people": {[]routing.Rule{{Clauses: []routing.Clause{{Condition: "visitor", Value: "human"}}, Destination: ruled}},
		ruled, destination},
	"a share of all": {[]routing.Rule{{Percentage: routing.Percent(100), Destination: ruled}}, ruled, ruled},
}

func TestEveryGateForEveryVisitor(t *testing.T) {
	for gate, g := range gateCases() {
		for rules, c := range ruleCases {
			for _, extras := range []string{"plain", "limited", "scripts", "card"} {
				t.Run(gate+", "+rules+", "+extras, func(t *testing.T) {
					link := g.link
					link.Destination, link.Rules = destination, c.rules
					switch extras {
					case "limited":
						link.MaxClicks = 1000
					case "scripts":
						link.Scripts = []linkpack.Script{{Content: "fire()"}}
					case "card":
						link.Card = linkpack.Card{Title: "A card"}
					}
					s := newShortener(t, linkpack.Options{ScriptsAllowed: allowed})
					h := newHandler(t, s, httpadapter.Options{})
					made := shorten(t, s, link)
					var want analytics.ClassCounts
					for _, v := range visitors {
						leadsTo := c.other
						if bot := strings.Join(v.headers, ""); !strings.Contains(bot, "bot") {
							leadsTo = c.human
						}
						e := expect(g, v, made, leadsTo)
						answer, body := send(h, v.method, "/"+made.ShortCode+v.suffix, "", v.headers...)
						e.check(t, v, answer, body)
						if e.counted {
							want[e.class]++
						}
					}
					if got := classes(t, s, made); got != want {
						t.Errorf("classes are %v, want %v", got, want)
					}
					checkUses(t, s, made, want[analytics.Human])
				})
			}
		}
	}
}

// checkUses fails unless the uses of a limited link equal the number of people who
// were redirected.
func checkUses(t *testing.T, s *linkpack.Shortener, link *linkpack.Link, people uint64) {
	t.Helper()
	if link.MaxClicks == 0 {
		people = 0
	}
	uses, err := s.LinkUses(t.Context(), link.Workspace, link.ID)
	if err != nil || uint64(uses) != people {
		t.Errorf("%d uses, %v, want %d", uses, err, people)
	}
}

// expected is what a visitor is to be answered.
type expected struct {
	status   int
	location string
	said     string // on the page
	hidden   bool   // whether the destination must not be seen
	counted  bool
	class    analytics.Class
}

// expect is the naive model of the answers.
func expect(g gateCase, v visitor, link *linkpack.Link, leadsTo string) expected {
	asked := v.method == "GET" || v.method == "HEAD"
	switch {
	case !asked && (v.method != "POST" || v.suffix != "" || link.PasswordHash == ""):
		return expected{status: 405, said: "This is a short link", hidden: true}
	case v.suffix == "+":
		return expectLook(g, link, leadsTo)
	case g.status != 0:
		return expectGate(g, v)
	case v.class == analytics.Human || link.MaxClicks == 0:
		return expectPassed(v, link, leadsTo)
	case v.headers != nil && strings.Contains(v.headers[0], unfurler) && link.Card != (linkpack.Card{}):
		return expected{status: 200, said: "A card", hidden: true, counted: true, class: v.class}
	}
	return expected{status: 200, said: "only so many times", hidden: true, counted: true, class: v.class}
}

func expectLook(g gateCase, link *linkpack.Link, leadsTo string) expected {
	switch {
	case g.status == 307:
		return expected{status: 410, said: "no longer works", hidden: true}
	case g.status != 0:
		return expected{status: g.status, said: g.said, hidden: true}
	case link.MaxClicks > 0:
		return expected{status: 200, said: "only so many times", hidden: true}
	}
	return expected{status: 200, said: leadsTo}
}

func expectGate(g gateCase, v visitor) expected {
	e := expected{status: g.status, said: g.said, hidden: true, counted: true, class: analytics.Blocked}
	switch {
	case g.status == 307 && v.method == "POST":
		e.status, e.location = 303, fallback
	case g.status == 307:
		e.location = fallback
	case g.status == 200 && v.method == "POST":
		e.status, e.said = 403, "not the password"
	}
	return e
}

func expectPassed(v visitor, link *linkpack.Link, leadsTo string) expected {
	e := expected{counted: true, class: v.class}
	switch isUnfurler := slices.Contains(v.headers, "User-Agent: "+unfurler); {
	case isUnfurler && link.Card != (linkpack.Card{}):
		e.status, e.said, e.hidden = 200, "A card", true
	case link.Scripts != nil && v.class == analytics.Human && v.headers == nil:
		e.status, e.said = 200, "fire()"
	default:
		e.status, e.location = 307, leadsTo
	}
	return e
}

func (e expected) check(t *testing.T, v visitor, answer *http.Response, body string) {
	t.Helper()
	if location := answer.Header.Get("Location"); answer.StatusCode != e.status || location != e.location {
		t.Errorf("%s: answered %d to %q, want %d to %q", v.name, answer.StatusCode, location, e.status, e.location)
	}
	if cache := answer.Header.Get("Cache-Control"); cache != "private, no-store" {
		t.Errorf("%s: Cache-Control is %q", v.name, cache)
	}
	if v.method == "HEAD" || e.location != "" {
		if body != "" {
			t.Errorf("%s: has a body: %s", v.name, body)
		}
	} else if !strings.Contains(body, e.said) {
		t.Errorf("%s: the page does not say %q: %s", v.name, e.said, body)
	}
	if told := fmt.Sprint(answer.Header) + body; e.hidden && strings.Contains(told, "secret") {
		t.Errorf("%s: the destination is told: %s", v.name, told)
	}
}
