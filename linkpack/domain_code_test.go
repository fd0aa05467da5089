package linkpack_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// leadsTo reports whether a link was visited.
func leadsTo(t *testing.T, s *linkpack.Shortener, res linkpack.Resolution, link *linkpack.Link) bool {
	visited, err := s.LinkOf(t.Context(), res)
	return err == nil && visited.ID == link.ID
}

func TestCodesThatFoldCase(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example", FoldCase: true, UnicodeCodes: true})
	link := kit.NewLink(linkpack.Link{Destination: home, Domain: d.Host, ShortCode: "Größe-É"})
	for _, code := range []string{"größe-é", "GRÖßE-É", "grÖße-e\u0301", "Gro\u0308ße-É"} {
		if res, err := kit.Resolve(t.Context(), d.Host, code, new(routing.Visit)); err != nil || !leadsTo(t, kit.Shortener, res, link) {
			t.Errorf("%q: %v", code, err)
		}
		if found, err := kit.LinkByCode(t.Context(), "", d.Host, code); err != nil || found.ID != link.ID {
			t.Errorf("looking %q up: %v", code, err)
		}
	}
	if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: d.Host, ShortCode: "GRÖßE-é"}); !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("the code in other case: %v", err)
	}
	if got := kit.URL(link); got != "https://a.example/gr%C3%B6%C3%9Fe-%C3%A9" {
		t.Errorf("the short URL is %q", got)
	}
	for range 50 {
		code := kit.NewLink(linkpack.Link{Destination: home, Domain: d.Host}).ShortCode
		if res, err := kit.Resolve(t.Context(), d.Host, code, new(routing.Visit)); err != nil || res.Location != home {
			t.Errorf("a generated code, %q: %v", code, err)
		}
	}
	_, err := kit.UpdateDomain(t.Context(), "", d.Host, func(d *linkpack.Domain) error { d.FoldCase = false; return nil })
	var fault *linkpack.FieldError
	if !errors.As(err, &fault) || fault.Field != "fold_case" {
		t.Errorf("unfolding a domain with links: %v", err)
	}
}

func TestUnicodeCodes(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example", UnicodeCodes: true})
	for _, code := range []string{"🎉", "👩‍🚀", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "می\u200cخواهم", "日本語", "a.b", "$&=@:!"} {
		link := kit.NewLink(linkpack.Link{Destination: home, Domain: d.Host, ShortCode: code})
		if got := kit.Visit(link).Location(); got != home {
			t.Errorf("%q leads to %q", code, got)
		}
	}
	for _, code := range []string{"a b", "a\u00a0b", "a/b", `a\b`, "a?", "a#", "50%", "a+", "\x00", "\xff", "..", "\u202eabc", "a\u200b", "\ufeffa", "a\u00adb", "a\u2060", "\u200d", "API"} {
		if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: d.Host, ShortCode: code}); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%q: %v", code, err)
		}
	}
	if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "🎉"}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("on another domain: %v", err)
	}
	_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: "https://a.example/%F0%9F%8E%89"})
	if !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a link to a short link: %v", err)
	}
}

func TestTheLongestCodeIsFoundInEverySpelling(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example", UnicodeCodes: true})
	link := kit.NewLink(linkpack.Link{Destination: home, Domain: d.Host, ShortCode: strings.Repeat("\u0390", 64)})
	decomposed := strings.Repeat("\u03b9\u0308\u0301", 64)
	if res, err := kit.Resolve(t.Context(), d.Host, decomposed, new(routing.Visit)); err != nil || !leadsTo(t, kit.Shortener, res, link) {
		t.Errorf("decomposed: %v", err)
	}
	for _, code := range []string{strings.Repeat("🎉", 65), strings.Repeat("a", 1000)} {
		if _, err := kit.Resolve(t.Context(), d.Host, code, new(routing.Visit)); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%d bytes: %v", len(code), err)
		}
	}
}

func FuzzCode(f *testing.F) {
	for _, seed := range []string{"☀\ufe0f", "\ufe0f", "می\u200cخواهم", "👩\u200d💻", "\u3164", "x🏴\U000e0067\U000e007f", "abc", "Straße", "🎉", "e\u0301", "İ", "ſK", "ΑΣ", "a b", "\xff", "ǅ"} {
		f.Add(seed)
	}
	store, records := memory.New(), new(linkpacktest.Records)
	s, err := linkpack.New(store, &linkpack.Options{LookupTXT: records.LookupTXT})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close(context.Background()) })
	d, err := s.CreateDomain(f.Context(), linkpack.Domain{Host: "a.example", FoldCase: true, UnicodeCodes: true})
	if err != nil {
		f.Fatal(err)
	}
	records.Set(d.Challenge.Name, d.Challenge.Value)
	if _, err := s.VerifyDomain(f.Context(), "", d.Host); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, code string) {
		link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: d.Host, ShortCode: code})
		if err != nil {
			if !errors.Is(err, linkpack.ErrInvalid) && !errors.Is(err, linkpack.ErrExists) {
				t.Fatalf("%q: %v", code, err)
			}
			return
		}
		for _, asked := range []string{code, link.ShortCode} {
			if res, err := s.Resolve(t.Context(), d.Host, asked, new(routing.Visit)); code != "" && (err != nil || !leadsTo(t, s, res, link)) {
				t.Errorf("%q, stored as %q, is not found as %q: %v", code, link.ShortCode, asked, err)
			}
		}
	})
}
