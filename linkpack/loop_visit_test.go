package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// movedTo returns a Shortener with links that were made before it got its base URL,
// so that nothing checked whether they lead to each other.
func movedTo(t *testing.T, opts linkpack.Options, links ...linkpack.Link) *linkpack.Shortener {
	t.Helper()
	store := memory.New()
	opts.Clock = linkpacktest.Start
	before := opts
	before.BaseURL, before.NotFoundURL, before.RootURL = "https://before.example", "", ""
	s, err := linkpack.New(store, &before)
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		if _, err := s.CreateLink(t.Context(), link); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, err = linkpack.New(store, &opts); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestAVisitIsNotSentInACircle(t *testing.T) {
	to := func(code, destination string) linkpack.Link {
		return linkpack.Link{ShortCode: code, Destination: destination}
	}
	const base = "https://go.example/s"
	past := linkpacktest.Start().Add(-time.Hour)
	for name, links := range map[string][]linkpack.Link{
		"itself":               {to("a", base+"/a")},
		"two links":            {to("a", base+"/b"), to("b", base+"/a")},
		"three links":          {to("a", base+"/b"), to("b", base+"/c"), to("c", base+"/a")},
		"a circle further on":  {to("a", base+"/b"), to("b", base+"/c"), to("c", base+"/b")},
		"other spelling":       {to("a", "http://GO.example.:443/s/%62?x=1#y"), to("b", base+"/x/../a/")},
		"the destination of a": {{ShortCode: "a", Destination: home, Rules: geoRules("DE", base+"/b")}, to("b", base+"/a")},
		"a rule of the next":   {to("a", base+"/b"), {ShortCode: "b", Destination: home, Rules: geoRules("DE", base+"/a")}},
		"an alias":             {{ShortCode: "a", Destination: base + "/b", Aliases: []linkpack.Alias{{ShortCode: "c"}}}, to("b", base+"/c")},
		"a fallback":           {{ShortCode: "a", Destination: home, FallbackURL: base + "/b", ExpiresAt: past}, to("b", base+"/a")},
		"a forwarded path":     {{ShortCode: "a", Destination: base + "/b/x", ForwardPath: true}, {ShortCode: "b", Destination: base + "/a", ForwardPath: true}},
		"a limited link":       {{ShortCode: "a", Destination: base + "/b", MaxClicks: 1}, to("b", base+"/a")},
	} {
		t.Run(name, func(t *testing.T) {
			s := movedTo(t, linkpack.Options{BaseURL: base}, links...)
			visit := routing.Visit{Place: routing.Place{Country: "DE"}}
			res, err := s.Resolve(t.Context(), "go.example", "a", &visit)
			if !errors.Is(err, linkpack.ErrLoop) || res.Location != "" || !res.Found() {
				t.Fatalf("sent to %q, %v", res.Location, err)
			}
			if err := s.Record(t.Context(), res); err != nil {
				t.Fatal(err)
			}
			link, err := s.LinkByCode(t.Context(), "", "", "a")
			if err != nil {
				t.Fatal(err)
			}
			if uses, err := s.LinkUses(t.Context(), "", link.ID); uses != 0 || err != nil {
				t.Errorf("%d uses, %v", uses, err)
			}
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			stats, err := s.Stats(t.Context(), "", link.ID, analytics.Query{})
			if err != nil || stats.Clicks() != 0 || stats.Classes[analytics.Blocked] != 1 {
				t.Errorf("counted as %+v, %v", stats.Classes, err)
			}
		})
	}
}

func TestAPreviewAndAnExplanationTellOfACircle(t *testing.T) {
	s := movedTo(t, linkpack.Options{BaseURL: "https://go.example"}, linkpack.Link{ShortCode: "a", Destination: "https://go.example/a"})
	if res, err := s.Peek(t.Context(), "go.example", "a", new(routing.Visit)); !errors.Is(err, linkpack.ErrLoop) || res.Location != "" {
		t.Errorf("the preview shows %q, %v", res.Location, err)
	}
	link, err := s.LinkByCode(t.Context(), "", "", "a")
	if err != nil {
		t.Fatal(err)
	}
	if e, err := s.Explain(t.Context(), "", link.ID, new(routing.Visit)); err != nil || e.Refusal != "loop" || e.Location != "" {
		t.Errorf("explained as %+v, %v", e, err)
	}
}

func TestALinkMayLeadThroughFiveOthers(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{BaseURL: "https://go.example"})
	for i := range 7 { // each before the one that it leads to, so that none is refused
		destination := fmt.Sprintf("https://go.example/%d", i+1)
		if i == 6 {
			destination = home
		}
		kit.NewLink(linkpack.Link{ShortCode: fmt.Sprint(i), Destination: destination})
	}
	for code, want := range map[string]error{"0": linkpack.ErrLoop, "1": nil, "5": nil, "6": nil} {
		if _, err := kit.Resolve(t.Context(), "go.example", code, new(routing.Visit)); !errors.Is(err, want) {
			t.Errorf("from %s: %v, want %v", code, err, want)
		}
	}
}

func TestPagesOfTheHostApplicationAreReached(t *testing.T) {
	const base = "https://go.example"
	var locked linkpack.Link
	if err := locked.SetPassword("sesame"); err != nil {
		t.Fatal(err)
	}
	locked.ShortCode, locked.Destination = "locked", base+"/self"
	for _, destination := range []string{base + "/pricing", base, base + "/locked", base + "/self+", base + ":8443/self", "myapp://go.example/self"} {
		s := movedTo(t, linkpack.Options{BaseURL: base, Schemes: []string{"myapp"}, NotFoundURL: base + "/sorry"},
			linkpack.Link{ShortCode: "self", Destination: destination}, locked)
		for code, want := range map[string]string{"self": destination, "unknown": base + "/sorry"} {
			if res, err := s.Resolve(t.Context(), "go.example", code, new(routing.Visit)); err != nil || res.Location != want {
				t.Errorf("%s of a link to %s: sent to %q, %v", code, destination, res.Location, err)
			}
		}
	}
}

func TestTheURLsOfADomainSendNobodyInACircle(t *testing.T) {
	const base = "https://go.example"
	s := movedTo(t, linkpack.Options{BaseURL: base, NotFoundURL: base + "/missing", RootURL: base + "/root"},
		linkpack.Link{ShortCode: "root", Destination: base + "/"})
	for _, code := range []string{"missing", "", "root"} {
		if res, err := s.Resolve(t.Context(), "go.example", code, new(routing.Visit)); !errors.Is(err, linkpack.ErrLoop) {
			t.Errorf("%q of the default domain: sent to %q, %v", code, res.Location, err)
		}
	}
	kit, records := domainKit(t)
	d, err := kit.CreateDomain(t.Context(), linkpack.Domain{
		Host: "brand.example", NotFoundURL: base + "/miss", RootURL: base + "/root", FallbackURL: base + "/fallback",
	})
	if err != nil {
		t.Fatal(err)
	}
	for code, destination := range map[string]string{ // the host is not one of ours yet
		"miss": "https://brand.example/elsewhere", "root": "https://brand.example/", "fallback": "https://brand.example/over",
	} {
		kit.NewLink(linkpack.Link{ShortCode: code, Destination: destination})
	}
	records.Set(d.Challenge.Name, d.Challenge.Value)
	if _, err := kit.VerifyDomain(t.Context(), "", d.Host); err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"unknown", "elsewhere", ""} {
		if res, err := kit.Resolve(t.Context(), d.Host, code, new(routing.Visit)); !errors.Is(err, linkpack.ErrLoop) {
			t.Errorf("%q of a registered domain: sent to %q, %v", code, res.Location, err)
		}
	}
}

func TestTheRootOfAHostIsResolved(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "brand.example", RootURL: home + "root", NotFoundURL: home + "404"})
	if res, err := kit.Resolve(t.Context(), d.Host, "", new(routing.Visit)); err != nil || res.Location != home+"root" || res.Status != 307 {
		t.Errorf("sent to %q with %d, %v", res.Location, res.Status, err)
	}
	if _, err := kit.Resolve(t.Context(), "go.example", "", new(routing.Visit)); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("without a root URL: %v", err)
	}
}
