package linkpack_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

func TestWhereVisitorsGo(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{
		Destination: "https://example.com/?a=1#top",
		UTM:         routing.UTM{Source: "news", Medium: "email"},
		Rules: []routing.Rule{
			{Clauses: []routing.Clause{{Condition: "geo", Value: "us,ca"}}, Destination: "https://example.com/us", UTM: routing.UTM{Source: "us"}},
			{Clauses: []routing.Clause{{Condition: "device", Value: "Mobile"}}, Destination: "https://m.example.com/?utm_source=old"},
			{Clauses: []routing.Clause{{Condition: "referer", Value: "google.com"}}, Destination: "https://example.com/search"},
			{Clauses: []routing.Clause{{Condition: "time", Value: "22:00-06:00"}}, Timezone: "Asia/Tokyo", Destination: "https://example.com/night"},
		},
		ForwardQuery: true,
	})
	for _, test := range []struct {
		name  string
		visit *linkpacktest.Visit
		want  string
	}{
		{"nothing matches", kit.Visit(link), "https://example.com/?a=1&utm_source=news&utm_medium=email#top"},
		{"country", kit.Visit(link).From("CA"), "https://example.com/us?utm_source=us&utm_medium=email"},
		{"the first rule wins", kit.Visit(link).From("US").On(routing.Mobile), "https://example.com/us?utm_source=us&utm_medium=email"},
		{"device, parameter replaced in place", kit.Visit(link).On(routing.Mobile), "https://m.example.com/?utm_source=news&utm_medium=email"},
		{"referring subdomain", kit.Visit(link).Referer("https://news.google.com/x"), "https://example.com/search?utm_source=news&utm_medium=email"},
		{"night in Tokyo", kit.Visit(link).At(linkpacktest.Start().Add(3 * time.Hour)), "https://example.com/night?utm_source=news&utm_medium=email"},
		{"query is forwarded where it is new", kit.Visit(link).Query("a=2&b=3&utm_source=me&qr=1"), "https://example.com/?a=1&utm_source=news&utm_medium=email&b=3#top"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.visit.Location(); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestGates(t *testing.T) {
	kit := linkpacktest.New(t)
	start, end := kit.Now().Add(time.Hour), kit.Now().Add(2*time.Hour)
	timed := kit.NewLink(linkpack.Link{Destination: home, StartsAt: start, ExpiresAt: end})
	archived := kit.NewLink(linkpack.Link{Destination: home, Archived: true})
	for _, test := range []struct {
		name  string
		visit *linkpacktest.Visit
		want  error
	}{
		{"before the start", kit.Visit(timed).At(start.Add(-1)), linkpack.ErrNotFound},
		{"at the start", kit.Visit(timed).At(start), nil},
		{"before the expiry", kit.Visit(timed).At(end.Add(-1)), nil},
		{"at the expiry", kit.Visit(timed).At(end), linkpack.ErrGone},
		{"archived", kit.Visit(archived), linkpack.ErrNotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			res, err := test.visit.Resolve()
			if !errors.Is(err, test.want) || (res.Location == "") != (test.want != nil) {
				t.Errorf("got %q, %v; want %v", res.Location, err, test.want)
			}
			if !res.Found() {
				t.Error("the resolution does not name the link, so its visit cannot be counted")
			}
		})
	}
}

func TestADeletedLinkIsGoneAndAnUnknownOneNotFound(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	if got := kit.Visit(link).Location(); got != home {
		t.Fatalf("leads to %q", got)
	}
	if err := kit.DeleteLink(t.Context(), "", link.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.Visit(link).Resolve(); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("after its deletion: %v", err)
	}
	if err := kit.DeleteLink(t.Context(), "", link.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a second deletion: %v", err)
	}
	unknown := &linkpack.Link{ShortCode: "unknown"}
	if _, err := kit.Visit(unknown).Resolve(); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown code: %v", err)
	}
}

func TestChangesAreSeenAtOnce(t *testing.T) {
	kit := linkpacktest.New(t)
	soon := &linkpack.Link{ShortCode: "soon"}
	if _, err := kit.Visit(soon).Resolve(); !errors.Is(err, linkpack.ErrNotFound) {
		t.Fatal(err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "soon"})
	if got := kit.Visit(link).Location(); got != home {
		t.Errorf("a new link leads to %q", got)
	}
	moved, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Destination, l.ShortCode = "https://example.com/moved", "later"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := kit.Visit(moved).Location(); got != "https://example.com/moved" {
		t.Errorf("a changed link leads to %q", got)
	}
	if _, err := kit.Visit(link).Resolve(); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("the code that was given up: %v", err)
	}
}

func TestTheWorkspaceZoneAppliesToRulesWithoutOne(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, Rules: []routing.Rule{{
		Clauses: []routing.Clause{{Condition: "time", Value: "12:00-13:00"}}, Destination: "https://example.com/lunch",
	}}})
	if got := kit.Visit(link).Location(); got != "https://example.com/lunch" {
		t.Errorf("noon in UTC leads to %q", got)
	}
	_, err := kit.UpdateWorkspace(t.Context(), "", func(w *linkpack.Workspace) error {
		w.Timezone = "Asia/Kolkata"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := kit.Visit(link).Location(); got != home {
		t.Errorf("half past five in India leads to %q", got)
	}
}

func TestDomainsHaveCodesOfTheirOwn(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{BaseURL: "https://go.example", Domains: []string{"Brand.example", "bücher.example"}})
	here := kit.NewLink(linkpack.Link{Destination: home + "here", ShortCode: "x"})
	brand := kit.NewLink(linkpack.Link{Destination: home + "brand", ShortCode: "x", Domain: "brand.example."})
	if got := kit.URL(brand); got != "https://brand.example/x" {
		t.Errorf("short URL %q", got)
	}
	for host, want := range map[string]*linkpack.Link{
		"go.example": here, "anything.example:8080": here, "": here, "brand.example": brand, "BRAND.example.:443": brand,
	} {
		res, err := kit.Resolve(t.Context(), host, "x", new(routing.Visit))
		if err != nil || res.Location != want.Destination {
			t.Errorf("host %q leads to %q, %v; want %q", host, res.Location, err, want.Destination)
		}
	}
	if link := kit.NewLink(linkpack.Link{Destination: home, Domain: "BÜCHER.example"}); link.Domain != "xn--bcher-kva.example" {
		t.Errorf("domain %q, want its ASCII form", link.Domain)
	}
	if link := kit.NewLink(linkpack.Link{Destination: home, Domain: "go.example"}); link.Domain != "" {
		t.Errorf("domain %q, want the default one", link.Domain)
	}
}

func TestVisitsAreCountedByClass(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, ExpiresAt: kit.Now().Add(time.Minute)})
	kit.Visit(link).From("US").Click()
	kit.Visit(link).From("US").Query("qr=1").Click()
	kit.Visit(link).UserAgent("Googlebot/2.1 (+http://www.google.com/bot.html)").Click()
	kit.Visit(link).Method("HEAD").Click()
	kit.Visit(link).At(kit.Now().Add(time.Hour)).Click()
	if got := kit.Count(link); got != 2 {
		t.Errorf("%d clicks, want 2", got)
	}
	stats, err := kit.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{})
	if err != nil {
		t.Fatal(err)
	}
	want := analytics.ClassCounts{analytics.Human: 2, analytics.Bot: 1, analytics.Head: 1, analytics.Blocked: 1}
	if stats.Classes != want {
		t.Errorf("classes %v, want %v", stats.Classes, want)
	}
	countries := stats.Breakdowns[analytics.ByCountry]
	if len(countries) != 1 || countries[0] != (analytics.Count{Value: "US", Clicks: 2}) {
		t.Errorf("countries %v", countries)
	}
}

func TestStatsHaveTheVisitsThatWereJustRecorded(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	for want := range uint64(20) {
		stats, err := kit.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{})
		if err != nil || stats.Clicks() != want {
			t.Fatalf("%d clicks after %d visits: %v", stats.Clicks(), want, err)
		}
		kit.Visit(link).Click()
	}
}

func TestStatsRefuseARangeThatEndsBeforeItBegins(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	_, err := kit.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{From: kit.Now(), To: kit.Now().Add(-time.Second)})
	if !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("got %v, want a FieldError", err)
	}
}
