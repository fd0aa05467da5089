package linkpack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestWhatSurroundsALinkInATextIsNoPartOfIt(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Domains: []string{"brand.example"}})
	kit.NewLink(linkpack.Link{ShortCode: "donut", Destination: home})
	kit.NewLink(linkpack.Link{ShortCode: "donut_", Destination: home + "underscore"})
	kit.NewLink(linkpack.Link{ShortCode: "guide", Destination: home, ForwardPath: true})
	for _, after := range []string{
		".", ",", ";", ":", "!", "...", ").", "),", ")", "]", "}", ">", "\"", "'", "”", "’", "»", "›", "…", "。", "、", "）", "」", "！", "؟", "।", "—",
		"*", "**", "`", "|", "~", "=", "\\", "@", "&", "\u200b", "\ufe0f", ".\"",
	} {
		if res, err := kit.Resolve(t.Context(), "", "donut"+after, new(routing.Visit)); err != nil || res.Location != home {
			t.Errorf("%q after the code: sent to %q, %v", after, res.Location, err)
		}
		if link, err := kit.LinkAt(t.Context(), "", "donut"+after); err != nil || link.ShortCode != "donut" {
			t.Errorf("%q after the code: %v", after, err)
		}
	}
	for code, want := range map[string]string{
		"donut_": home + "underscore", "donut_.": home + "underscore", "donut__": home + "underscore", "donut-": "", "donutx.": "", ".": "", "...": "", "donut ": "", "donut\u00a0": "", "donut\x00": "",
		"donut" + strings.Repeat(".", 8): home, "donut" + strings.Repeat(".", 9): "", ".donut": "", "don.ut": "", "guide.": home,
	} {
		res, err := kit.Resolve(t.Context(), "", code, new(routing.Visit))
		if res.Location != want || (want == "") != errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%q: sent to %q, %v", code, res.Location, err)
		}
	}
	for path, found := range map[string]bool{"/": true, "/.": true, "/,": true, "/%22": true, "/%E2%80%9D": true, "/a": false, "/.a": false, "/-": false} {
		if res, err := kit.Resolve(t.Context(), "", "donut", &routing.Visit{Path: path}); (err == nil) != found || found && res.Location != home {
			t.Errorf("path %q: sent to %q, %v", path, res.Location, err)
		}
	}
}

func TestACodeThatEndsLikeATextComesFirst(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{UnicodeCodes: true})
	for _, code := range []string{"donut", "donut.", "really", "really!)", "who&me", "who"} {
		kit.NewLink(linkpack.Link{ShortCode: code, Destination: home + "?" + code})
	}
	for asked, want := range map[string]string{
		"donut.": "donut.", "donut": "donut", "donut..": "donut.", "donut,": "donut", "really!)": "really!)", "really!": "really", "really!).": "really!)",
		"who&me": "who&me", "who&me.": "who&me", "who&you": "who",
	} {
		if res, err := kit.Resolve(t.Context(), "", asked, new(routing.Visit)); err != nil || res.Location != home+"?"+want {
			t.Errorf("%q: sent to %q, %v", asked, res.Location, err)
		}
	}
}

func TestADeletedLinkIsGoneInATextToo(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{ShortCode: "old", Destination: home})
	if err := kit.DeleteLink(t.Context(), "", link.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.Resolve(t.Context(), "", "old.", new(routing.Visit)); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("got %v", err)
	}
}

func TestParametersWithoutAQuestionMarkAreAQuery(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{ShortCode: "code", Destination: home, ForwardQuery: true, Rules: []routing.Rule{
		{Clauses: []routing.Clause{{Condition: "query", Value: "vip=1"}}, Destination: home + "vip"},
	}})
	for _, c := range []struct{ code, query, want string }{
		{"code&id=5", "", home + "?id=5"},
		{"code&id=5", "x=1", home + "?id=5&x=1"},
		{"code&id=5&y=2", "", home + "?id=5&y=2"},
		{"code.&id=5", "", ""},
		{"code&vip=1", "", home + "vip?vip=1"},
		{"code&", "", home},
		{"&id=5", "", ""},
		{"nothing&id=5", "", ""},
	} {
		res, err := kit.Resolve(t.Context(), "", c.code, &routing.Visit{Query: c.query})
		if res.Location != c.want || (c.want == "") != errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s with the query %q: sent to %q, %v", c.code, c.query, res.Location, err)
		}
	}
}

func TestAVisitStaysAsItIsWhenItsCodeHasMore(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{ShortCode: "code", Destination: home, ForwardQuery: true})
	protected := link.Clone()
	protected.ShortCode, protected.Aliases = "locked", nil
	if err := kit.SetPassword(t.Context(), protected, "sesame"); err != nil {
		t.Fatal(err)
	}
	kit.NewLink(*protected)
	visit := &routing.Visit{Query: "x=1", Path: "/."}
	for range 2 {
		res, err := kit.Resolve(t.Context(), "", "code&id=5", visit)
		if err != nil || res.Location != home+"?id=5&x=1" {
			t.Errorf("sent to %q, %v", res.Location, err)
		}
		if _, err := kit.Resolve(t.Context(), "", "locked&id=5", visit); !errors.Is(err, linkpack.ErrPassword) {
			t.Errorf("without the password: %v", err)
		}
		res, err = kit.Unlock(t.Context(), "", "locked&id=5", visit, "sesame")
		if err != nil || res.Location != home+"?id=5&x=1" {
			t.Errorf("unlocked: sent to %q, %v", res.Location, err)
		}
	}
	if visit.Query != "x=1" || visit.Path != "/." {
		t.Errorf("the visit is changed: %q %q", visit.Query, visit.Path)
	}
	visit = &routing.Visit{Query: "id=5"}
	if res, err := kit.Resolve(t.Context(), "", "code&id=5", visit); err != nil || res.Location != home+"?id=5&id=5" {
		t.Errorf("the same parameter in code and query: sent to %q, %v", res.Location, err)
	}
}

func TestReservedCodesAreNotRedirected(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{NotFoundURL: home + "404"})
	for code, want := range map[string]string{
		"robots.txt": "", "favicon.ico": "", "FAVICON.ICO": "", ".well-known": "", "sitemap.xml": "", "apple-touch-icon.png": "", "unknown": home + "404",
	} {
		res, err := kit.Resolve(t.Context(), "", code, new(routing.Visit))
		if res.Location != want || (want == "") != errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s: sent to %q, %v", code, res.Location, err)
		}
	}
}

func TestTheDefaultDomainAndThoseOfTheOptionsCanFoldCase(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{BaseURL: "https://go.example", Domains: []string{"brand.example"}, FoldCase: true, UnicodeCodes: true})
	for _, domain := range []string{"", "brand.example"} {
		for code, spellings := range map[string][]string{
			"youtube": {"YOUTUBE", "YouTube", "youtube", "YOUTUBE."}, "🍞": {"🍞", "🍞\ufe0f"}, "setup.py": {"setup.py", "SETUP.PY", "setup.py,"},
			"größe": {"GRÖßE", "Gro\u0308ße"}, "☀": {"☀\ufe0f"},
		} {
			link := kit.NewLink(linkpack.Link{Domain: domain, ShortCode: spellings[0], Destination: home + "?" + domain + code})
			if link.ShortCode != code {
				t.Errorf("%q is stored as %q", spellings[0], link.ShortCode)
			}
			for _, asked := range append(spellings, code) {
				if res, err := kit.Resolve(t.Context(), domain, asked, new(routing.Visit)); err != nil || res.Location != link.Destination {
					t.Errorf("%q on %q: sent to %q, %v", asked, domain, res.Location, err)
				}
			}
			if _, err := kit.CreateLink(t.Context(), linkpack.Link{Domain: domain, ShortCode: spellings[0], Destination: home}); !errors.Is(err, linkpack.ErrExists) {
				t.Errorf("%q a second time: %v", spellings[0], err)
			}
		}
		if code := kit.NewLink(linkpack.Link{Domain: domain, Destination: home}).ShortCode; code != strings.ToLower(code) {
			t.Errorf("%q is generated", code)
		}
	}
}

func TestDomainsWithoutTheOptionsTellCapitalsApart(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{ShortCode: "youtube", Destination: home})
	if res, err := kit.Resolve(t.Context(), "", "YOUTUBE", new(routing.Visit)); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("in capitals: sent to %q, %v", res.Location, err)
	}
	for _, code := range []string{"🍞", "setup.py"} {
		if _, err := kit.CreateLink(t.Context(), linkpack.Link{ShortCode: code, Destination: home}); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestLinksWithCapitalsStayWhenTheOptionsBeginToFoldCase(t *testing.T) {
	store := memory.New()
	before, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	old, err := before.CreateLink(t.Context(), linkpack.Link{ShortCode: "Sale", Destination: home + "old"})
	if err != nil {
		t.Fatal(err)
	}
	if err := before.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := linkpack.New(store, &linkpack.Options{FoldCase: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	if old, err = s.UpdateLink(t.Context(), "", old.ID, func(l *linkpack.Link) error { l.Name = "x"; return nil }); err != nil || old.ShortCode != "Sale" {
		t.Fatalf("after a change it has the code %q, %v", old.ShortCode, err)
	}
	if _, err := s.CreateLink(t.Context(), linkpack.Link{ShortCode: "SALE", Destination: home + "new"}); err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{"Sale": "old", "sale": "new", "SALE": "new", "Sale.": "old", "SALE.": "new"} {
		if res, err := s.Resolve(t.Context(), "", code, new(routing.Visit)); err != nil || res.Location != home+want {
			t.Errorf("%q: sent to %q, %v", code, res.Location, err)
		}
		if link, err := s.LinkByCode(t.Context(), "", "", strings.Trim(code, ".")); err != nil || link.Destination != home+want {
			t.Errorf("%q: %v", code, err)
		}
	}
	if _, err := s.CreateLink(t.Context(), linkpack.Link{Destination: "http://localhost:8080/Sale."}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a link to the old one: %v", err)
	}
}
