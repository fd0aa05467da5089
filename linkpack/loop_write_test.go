package linkpack_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestLinksThatAreWrittenTogetherCannotLeadToEachOther(t *testing.T) {
	const base = "https://go.example"
	kit := linkpacktest.New(t, linkpack.Options{BaseURL: base})
	for name, links := range map[string][]linkpack.Link{
		"destinations": {{ShortCode: "a", Destination: base + "/b"}, {ShortCode: "b", Destination: base + "/a"}},
		"rules":        {{ShortCode: "a", Destination: home, Rules: geoRules("DE", base+"/b")}, {ShortCode: "b", Destination: base + "/a"}},
		"aliases": {
			{ShortCode: "a", Destination: base + "/d"}, {ShortCode: "b", Destination: base + "/a", Aliases: []linkpack.Alias{{ShortCode: "d"}}},
		},
		"one of them":    {{ShortCode: "b", Destination: home}, {ShortCode: "a", Destination: base + "/b"}},
		"other spelling": {{ShortCode: "a", Destination: "http://GO.example:80//%62/"}, {ShortCode: "b", Destination: base + "/a"}},
	} {
		_, err := kit.CreateLinks(t.Context(), links)
		at, ok := errors.AsType[*linkpack.IndexError](err)
		if !ok || !errors.Is(err, linkpack.ErrInvalid) || !strings.Contains(err.Error(), "short link") || !strings.HasPrefix(err.Error(), "links[") {
			t.Errorf("%s: %v", name, err)
		} else if field, ok := errors.AsType[*linkpack.FieldError](at.Err); !ok || !strings.HasPrefix(field.Field, "links[") {
			t.Errorf("%s: the field is %v", name, at.Err)
		}
	}
	first, second := kit.NewLink(linkpack.Link{ShortCode: "1", Destination: home}), kit.NewLink(linkpack.Link{ShortCode: "2", Destination: home})
	_, err := kit.UpdateLinks(t.Context(), "", []string{first.ID, second.ID}, func(i int, link *linkpack.Link) error {
		link.Aliases = []linkpack.Alias{{ShortCode: []string{"x", "y"}[i]}}
		link.Destination = base + []string{"/y", "/x"}[i]
		return nil
	})
	if !errors.Is(err, linkpack.ErrInvalid) || !strings.Contains(err.Error(), "links[0].destination") {
		t.Errorf("two links that are changed together: %v", err)
	}
}

func TestLinksThatAreWrittenTogetherCannotLeadToEachOtherThroughDomains(t *testing.T) {
	toOne, toTwo := "https://one.example/unknown", "https://two.example/unknown"
	for name, links := range map[string][]linkpack.Link{
		"unknown codes": {{ShortCode: "one", Destination: toTwo}, {ShortCode: "two", Destination: toOne}},
		"an alias":      {{ShortCode: "one", Destination: toTwo}, {ShortCode: "b", Destination: toOne, Aliases: []linkpack.Alias{{ShortCode: "two"}}}},
		"a fallback": {
			{Domain: "two.example", ShortCode: "soon", Destination: home, MaxClicks: 1}, {ShortCode: "late", Destination: "https://two.example/soon"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			kit, records := domainKit(t)
			activate(t, kit, records, linkpack.Domain{Host: "one.example", NotFoundURL: "https://go.example/one"})
			activate(t, kit, records, linkpack.Domain{Host: "two.example", NotFoundURL: "https://go.example/two", FallbackURL: "https://go.example/late"})
			if _, err := kit.CreateLinks(t.Context(), links); !errors.Is(err, linkpack.ErrInvalid) || !strings.HasPrefix(err.Error(), "links[") {
				t.Errorf("together: %v", err)
			}
			kit.NewLink(links[0])
			if _, err := kit.CreateLink(t.Context(), links[1]); !errors.Is(err, linkpack.ErrInvalid) {
				t.Errorf("one after the other: %v", err)
			}
		})
	}
}

// meetingStore lets the first two calls of LinkByCode return only together.
type meetingStore struct {
	linkpack.Store
	calls atomic.Int32
	meet  sync.WaitGroup
}

func (s *meetingStore) LinkByCode(ctx context.Context, domain, code string) (*linkpack.Link, error) {
	link, err := s.Store.LinkByCode(ctx, domain, code)
	if s.calls.Add(1) <= 2 {
		s.meet.Done()
		s.meet.Wait()
	}
	return link, err
}

func TestLinksThatAreMadeAtOnceCannotLeadToEachOther(t *testing.T) {
	store := &meetingStore{Store: memory.New()}
	store.meet.Add(2)
	s, err := linkpack.New(store, &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	results := make(chan error)
	for _, link := range []linkpack.Link{
		{ShortCode: "a", Destination: "https://go.example/b"}, {ShortCode: "b", Destination: "https://go.example/a"},
	} {
		go func() {
			_, err := s.CreateLink(t.Context(), link)
			results <- err
		}()
	}
	first, second := <-results, <-results
	if refused := errors.Join(first, second); (first == nil) == (second == nil) || !errors.Is(refused, linkpack.ErrInvalid) {
		t.Errorf("got %v and %v, want one refusal", first, second)
	}
}

func TestADomainCannotLeadBackToItself(t *testing.T) {
	kit, records := domainKit(t)
	activate(t, kit, records, linkpack.Domain{Host: "brand.example"})
	activate(t, kit, records, linkpack.Domain{Host: "second.example", NotFoundURL: "https://go.example/on"})
	for code, destination := range map[string]string{
		"miss": "https://brand.example/unknown", "root": "https://Brand.example:443/", "on": "http://brand.example/unknown",
		"over": "https://brand.example/over", "through": "https://second.example/unknown", "away": home,
	} {
		kit.NewLink(linkpack.Link{ShortCode: code, Destination: destination})
	}
	kit.NewLink(linkpack.Link{ShortCode: "rule", Destination: home, Rules: geoRules("DE", "https://brand.example/unknown")})
	kit.NewLink(linkpack.Link{ShortCode: "alias", Destination: home, FallbackURL: "https://brand.example/", Aliases: []linkpack.Alias{{ShortCode: "also"}}})
	soon := kit.Now().Add(time.Hour)
	kit.NewLink(linkpack.Link{Domain: "brand.example", ShortCode: "over", Destination: home, ExpiresAt: soon})
	for _, test := range []struct {
		field string
		set   linkpack.Domain
	}{
		{"not_found_url", linkpack.Domain{NotFoundURL: "https://go.example/miss"}},
		{"not_found_url", linkpack.Domain{NotFoundURL: "http://GO.example.:80/m%69ss"}},
		{"not_found_url", linkpack.Domain{NotFoundURL: "https://go.example/rule"}},
		{"not_found_url", linkpack.Domain{NotFoundURL: "https://go.example/through"}},
		{"root_url", linkpack.Domain{RootURL: "https://go.example/root"}},
		{"root_url", linkpack.Domain{RootURL: "https://go.example/also"}},
		{"fallback_url", linkpack.Domain{FallbackURL: "https://go.example/over"}},
		{"", linkpack.Domain{NotFoundURL: "https://go.example/root"}},
		{"", linkpack.Domain{NotFoundURL: "https://go.example/away", RootURL: "https://go.example/pricing", FallbackURL: "https://go.example/miss"}},
	} {
		_, err := kit.UpdateDomain(t.Context(), "", "brand.example", func(d *linkpack.Domain) error {
			d.NotFoundURL, d.RootURL, d.FallbackURL = test.set.NotFoundURL, test.set.RootURL, test.set.FallbackURL
			return nil
		})
		fault, refused := errors.AsType[*linkpack.FieldError](err)
		if refused != (test.field != "") || refused && fault.Field != test.field {
			t.Errorf("%+v: got %v, want a refusal of %q", test.set, err, test.field)
		}
	}
	kit.NewLink(linkpack.Link{ShortCode: "new", Destination: "https://new.example/x"})
	_, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: "new.example", NotFoundURL: "https://go.example/new"})
	if !errors.Is(err, linkpack.ErrInvalid) || !strings.Contains(err.Error(), "not_found_url") {
		t.Errorf("a new domain that leads back to itself: %v", err)
	}
}

func TestALinkCannotLeadBackToItselfThroughADomain(t *testing.T) {
	kit, records := domainKit(t)
	activate(t, kit, records, linkpack.Domain{
		Host: "brand.example", NotFoundURL: "https://go.example/miss", RootURL: "https://go.example/root", FallbackURL: "https://go.example/over",
	})
	kit.NewLink(linkpack.Link{ShortCode: "over", Destination: "https://brand.example/late"})
	late := linkpack.Link{Domain: "brand.example", ShortCode: "late", Destination: home}
	for field, link := range map[string]linkpack.Link{
		"destination":          {ShortCode: "miss", Destination: "https://brand.example/unknown"},
		"rules[0].destination": {ShortCode: "root", Destination: home, Rules: geoRules("DE", "http://BRAND.example")},
		"fallback_url":         {Domain: late.Domain, ShortCode: late.ShortCode, Destination: home, MaxClicks: 1},
	} {
		_, err := kit.CreateLink(t.Context(), link)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field {
			t.Errorf("got %v, want a refusal of %s", err, field)
		}
	}
	for _, link := range []linkpack.Link{
		late,
		{ShortCode: "miss", Destination: "https://brand.example/"},
		{ShortCode: "root", Destination: "https://go.example/pricing"},
	} {
		kit.NewLink(link)
	}
}
