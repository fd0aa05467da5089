package httpadapter_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// known is a handler that knows its visitors by a cookie, with links that are
// split, that tell the new from the returning, and that stop some.
func known(t *testing.T, opts httpadapter.Options) (*httpadapter.Handler, *linkpack.Shortener) {
	t.Helper()
	s := newShortener(t, linkpack.Options{})
	locked := linkpack.Link{ShortCode: "locked", Destination: "https://example.com/"}
	if err := locked.SetPassword("secret"); err != nil {
		t.Fatal(err)
	}
	for _, link := range []linkpack.Link{
		locked,
		{ShortCode: "split", Destination: "https://example.com/", Rules: []routing.Rule{
			{Percentage: routing.Percent(50), Destination: "https://example.com/a"},
			{Percentage: routing.Percent(50), Destination: "https://example.com/b"},
		}},
		{ShortCode: "met", Destination: "https://example.com/unknown", Rules: []routing.Rule{
			{Clauses: []routing.Clause{{Condition: "visitor", Value: "new"}}, Destination: "https://example.com/new"},
			{Clauses: []routing.Clause{{Condition: "visitor", Value: "returning"}}, Destination: "https://example.com/returning"},
		}},
	} {
		shorten(t, s, link)
	}
	return newHandler(t, s, opts), s
}

func withCookie() httpadapter.Options {
	return httpadapter.Options{VisitorCookie: &http.Cookie{Name: "lp_visitor", Secure: true}}
}

func TestVisitorsAreKnownAgainByTheirCookie(t *testing.T) {
	h, s := known(t, withCookie())
	met, _ := send(h, "GET", "/met", "")
	given := met.Cookies()
	if len(given) != 1 || met.Header.Get("Location") != "https://example.com/new" {
		t.Fatalf("the first visit goes to %s with %q", met.Header.Get("Location"), met.Header["Set-Cookie"])
	}
	value, attributes, _ := strings.Cut(met.Header.Get("Set-Cookie"), "; ")
	if want := "Path=/; Max-Age=31536000; HttpOnly; Secure; SameSite=Lax"; attributes != want || len(value) != len("lp_visitor=")+26 {
		t.Errorf("the cookie is %s; %s, want %s", value, attributes, want)
	}
	met, _ = send(h, "GET", "/met", "", "Cookie: theme=dark; "+value)
	if got := met.Header.Get("Location"); got != "https://example.com/returning" || len(met.Cookies()) != 0 {
		t.Errorf("the second visit goes to %s with %q", got, met.Header["Set-Cookie"])
	}
	link, err := s.LinkByCode(t.Context(), "", "", "met")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var kinds []routing.Familiarity
	for click, err := range s.Clicks(t.Context(), link.Workspace, link.ID) {
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, click.Familiarity)
	}
	if len(kinds) != 2 || kinds[0]+kinds[1] != routing.NewVisitor+routing.ReturningVisitor || kinds[0] == kinds[1] {
		t.Errorf("the visits are recorded as %v", kinds)
	}
}

// Both variants occur: all fifty visitors get the same one with probability 2⁻⁴⁹.
func TestACookieKeepsTheVariantOnAnotherNetworkAndAgent(t *testing.T) {
	h, _ := known(t, withCookie())
	variants := make(map[string]int)
	for range 50 {
		first, _ := send(h, "GET", "/split", "")
		want := first.Header.Get("Location")
		variants[want]++
		value, _, _ := strings.Cut(first.Header.Get("Set-Cookie"), ";")
		again, _ := send(h, "GET", "/split", "", "Cookie: "+value, "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		if got := again.Header.Get("Location"); got != want {
			t.Errorf("goes to %s, then to %s", want, got)
		}
	}
	if len(variants) != 2 {
		t.Errorf("all visitors with the same address and agent go to %v", variants)
	}
}

func TestWhoIsGivenACookie(t *testing.T) {
	const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	h, _ := known(t, withCookie())
	for name, c := range map[string]struct {
		method, path, body, header string
		given                      bool
	}{
		"who follows a link":                {"GET", "/met", "", "", true},
		"who opens a locked link":           {"POST", "/locked", "password=secret", "Content-Type: application/x-www-form-urlencoded", true},
		"whose cookie is too long":          {"GET", "/met", "", "Cookie: lp_visitor=" + key + "A", true},
		"whose cookie has other letters":    {"GET", "/met", "", "Cookie: lp_visitor=" + strings.ToLower(key), true},
		"whose cookie has another name":     {"GET", "/met", "", "Cookie: visitor=" + key, true},
		"who has one":                       {"GET", "/met", "", "Cookie: lp_visitor=" + key, false},
		"who asks for headers":              {"HEAD", "/met", "", "", false},
		"who fetches ahead":                 {"GET", "/met", "", "Sec-Purpose: prefetch", false},
		"who wants no traces":               {"GET", "/met", "", "Sec-GPC: 1", false},
		"who has no password":               {"GET", "/locked", "", "", false},
		"who has a wrong password":          {"POST", "/locked", "password=x", "Content-Type: application/x-www-form-urlencoded", false},
		"who asks for a link there is not":  {"GET", "/nothing", "", "", false},
		"who looks where a link would lead": {"GET", "/met+", "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			answer, _ := send(h, c.method, c.path, c.body, c.header)
			if given := len(answer.Cookies()) > 0; given != c.given {
				t.Errorf("answered %d with %q", answer.StatusCode, answer.Header["Set-Cookie"])
			}
		})
	}
	h, _ = known(t, httpadapter.Options{})
	if answer, _ := send(h, "GET", "/met", ""); len(answer.Cookies()) != 0 || answer.Header.Get("Location") != "https://example.com/unknown" {
		t.Errorf("by default, goes to %s with %q", answer.Header.Get("Location"), answer.Header["Set-Cookie"])
	}
}

func TestTheHostKnowsItsVisitors(t *testing.T) {
	h, _ := known(t, httpadapter.Options{Visitor: func(r *http.Request) (string, routing.Familiarity) {
		if user := r.Header.Get("Test-User"); user != "" {
			return user, routing.ReturningVisitor
		}
		return "", routing.NewVisitor
	}})
	for header, want := range map[string]string{"Test-User: ann": "https://example.com/returning", "X: y": "https://example.com/new"} {
		if answer, _ := send(h, "GET", "/met", "", header); answer.Header.Get("Location") != want || len(answer.Cookies()) != 0 {
			t.Errorf("%s: goes to %s, want %s", header, answer.Header.Get("Location"), want)
		}
	}
	variants := make(map[string]bool)
	for i := range 50 {
		user := "Test-User: " + strings.Repeat("x", i+1)
		first, _ := send(h, "GET", "/split", "", user)
		again, _ := send(h, "GET", "/split", "", user, "User-Agent: curl/8")
		if first.Header.Get("Location") != again.Header.Get("Location") {
			t.Errorf("%s meets both variants", user)
		}
		variants[first.Header.Get("Location")] = true
	}
	if len(variants) != 2 {
		t.Errorf("all users meet %v", variants)
	}
}

func TestVisitorOptionsThatCannotBe(t *testing.T) {
	for name, opts := range map[string]httpadapter.Options{
		"a cookie without a name":    {VisitorCookie: &http.Cookie{}},
		"a name that is none":        {VisitorCookie: &http.Cookie{Name: "a b"}},
		"a domain that is none":      {VisitorCookie: &http.Cookie{Name: "a", Domain: "a b"}},
		"a cookie beside the host's": {VisitorCookie: &http.Cookie{Name: "a"}, Visitor: func(*http.Request) (string, routing.Familiarity) { return "", 0 }},
	} {
		_, err := httpadapter.New(newShortener(t, linkpack.Options{}), &opts)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "visitor_cookie" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
