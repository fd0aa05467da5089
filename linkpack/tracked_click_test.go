package linkpack_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

func TestPeopleGetAnLBIDLast(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{ScriptsAllowed: func(*linkpack.Link) bool { return true }})
	locked := linkpack.Link{Destination: home}
	if err := locked.SetPassword("sesame"); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		link  linkpack.Link
		begin func(*linkpacktest.Visit) *linkpacktest.Visit
		want  string // up to the value of lbid
	}{
		"a plain link":   {link: linkpack.Link{Destination: home}, want: home + "?lbid="},
		"with a query":   {link: linkpack.Link{Destination: home + "?a=1#top"}, want: home + "?a=1&lbid="},
		"with one there": {link: linkpack.Link{Destination: home + "?lbid=old&a=1"}, want: home + "?a=1&lbid="},
		"UTM parameters": {link: linkpack.Link{Destination: home, UTM: routing.UTM{Source: "news"}}, want: home + "?utm_source=news&lbid="},
		"a rule": {link: linkpack.Link{Destination: home, Rules: []routing.Rule{
			{Clauses: []routing.Clause{{Condition: "geo", Value: "DE"}}, Destination: home + "de"},
		}}, begin: func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.From("DE") }, want: home + "de?lbid="},
		"a visitor's own lbid": {link: linkpack.Link{Destination: home, ForwardQuery: true},
			begin: func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.Query("lbid=forged&a=1") }, want: home + "?a=1&lbid="},
		"the last use": {link: linkpack.Link{Destination: home, MaxClicks: 1}, want: home + "?lbid="},
		"scripts":      {link: linkpack.Link{Destination: home, Scripts: []linkpack.Script{{Content: "x()"}}}, want: home + "?lbid="},
		"a password":   {link: locked, want: home + "?lbid="},
	} {
		t.Run(name, func(t *testing.T) {
			test.link.TrackConversions = true
			visit := kit.Visit(kit.NewLink(test.link))
			if test.begin != nil {
				visit = test.begin(visit)
			}
			resolve := visit.Resolve
			if test.link.PasswordHash != "" {
				resolve = func() (linkpack.Resolution, error) { return visit.Method("POST").Unlock("sesame") }
			}
			res, err := resolve()
			_, fragment, _ := strings.Cut(test.link.Destination, "#")
			if want := strings.TrimSuffix(test.want+res.LBID()+"#"+fragment, "#"); err != nil || res.LBID() == "" || res.Location != want {
				t.Errorf("%s, %v; want %s", res.Location, err, want)
			}
			if _, err := linkpack.ClickIDOf(res.LBID()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOthersGetNoLBID(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Schemes: []string{"myapp"}})
	tracked := linkpack.Link{Destination: home, TrackConversions: true}
	over := tracked
	over.ExpiresAt, over.FallbackURL = linkpacktest.Start().Add(-time.Hour), home+"over"
	over.CreatedAt = linkpacktest.Start().Add(-2 * time.Hour)
	for name, test := range map[string]struct {
		link  linkpack.Link
		visit func(*linkpacktest.Visit) *linkpacktest.Visit
		want  string
	}{
		"an untracked link": {linkpack.Link{Destination: home}, nil, home},
		"an app":            {linkpack.Link{Destination: "myapp://open", TrackConversions: true}, nil, "myapp://open"},
		"a fallback":        {over, nil, home + "over"},
		"HEAD":              {tracked, func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.Method("HEAD") }, home},
		"a prefetch":        {tracked, (*linkpacktest.Visit).Prefetch, home},
		"an internal visit": {tracked, (*linkpacktest.Visit).Internal, home},
		"a bot":             {tracked, func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.UserAgent("Googlebot/2.1") }, home},
		"a preview":         {tracked, func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.UserAgent("Slackbot-LinkExpanding 1.0") }, home},
	} {
		t.Run(name, func(t *testing.T) {
			visit := kit.Visit(kit.NewLink(test.link))
			if test.visit != nil {
				visit = test.visit(visit)
			}
			if res, err := visit.Resolve(); err != nil || res.Location != test.want || res.LBID() != "" {
				t.Errorf("%s with %q, %v", res.Location, res.LBID(), err)
			}
		})
	}
}

func TestLookingWhereALinkLeadsTracksNothing(t *testing.T) {
	kit := linkpacktest.New(t)
	visit := kit.Visit(kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true}))
	if res, err := visit.Peek(); err != nil || res.Location != home || res.LBID() != "" {
		t.Errorf("peeked %s with %q, %v", res.Location, res.LBID(), err)
	}
	if got := visit.Explain().Location; got != home {
		t.Errorf("explained %s", got)
	}
}

func TestEachClickHasAnLBIDOfItsOwn(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	seen := make(map[string]bool)
	for range 100 {
		res, err := kit.Visit(link).Resolve()
		if err != nil || seen[res.LBID()] {
			t.Fatalf("%q again, or %v", res.LBID(), err)
		}
		seen[res.LBID()] = true
	}
}

func TestTrackedLinksAreNotPermanent(t *testing.T) {
	kit := linkpacktest.New(t)
	_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, TrackConversions: true, RedirectStatus: 301})
	var fault *linkpack.FieldError
	if !errors.As(err, &fault) || fault.Field != "redirect_status" {
		t.Errorf("got %v", err)
	}
}
