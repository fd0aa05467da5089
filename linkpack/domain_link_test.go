package linkpack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestALinkTakesTheIDOfItsDomain(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example", FoldCase: true})
	link := kit.NewLink(linkpack.Link{Destination: home, Domain: strings.ToUpper(d.ID), ShortCode: "Sale", Aliases: []linkpack.Alias{{Domain: d.ID, ShortCode: "more"}}})
	if link.Domain != d.Host || link.ShortCode != "sale" || link.Aliases[0].Domain != d.Host {
		t.Errorf("made %+v", link)
	}
	moved, err := kit.UpdateLink(t.Context(), "", kit.NewLink(linkpack.Link{Destination: home}).ID, func(l *linkpack.Link) error { l.Domain = d.ID; return nil })
	if err != nil || moved.Domain != d.Host {
		t.Errorf("moved to %+v, %v", moved, err)
	}
	if found, err := kit.LinkByCode(t.Context(), "", d.ID, "SALE"); err != nil || found.ID != link.ID {
		t.Errorf("found %+v, %v", found, err)
	}
	if page, err := kit.ListLinks(t.Context(), linkpack.LinkQuery{Domain: &d.ID}); err != nil || len(page.Links) != 2 {
		t.Errorf("listed %d links, %v", len(page.Links), err)
	}
	token, err := kit.CreateToken(t.Context(), linkpack.Token{Scope: linkpack.Scope{Domain: d.ID}})
	if err != nil || token.Scope.Domain != d.Host {
		t.Errorf("a token for %+v, %v", token, err)
	}
}

func TestTheIDOfADomainIsItsWorkspacesAlone(t *testing.T) {
	kit, records := domainKit(t)
	active := activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	pending := claim(t, kit, nil, "b.example", "")
	for name, try := range map[string]struct{ workspace, id, reason string }{
		"another workspace's": {"other", active.ID, "is not one of this workspace's domains"},
		"another's claim":     {"other", pending.ID, "is not one of this workspace's domains"},
		"not verified":        {"", pending.ID, "is not verified"},
		"nobody's":            {"", "01900000-0000-7000-8000-000000000000", "is not one of this workspace's domains"},
	} {
		_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Workspace: try.workspace, Domain: try.id})
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "domain" || !strings.Contains(fault.Reason, try.reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheDomainOfALink(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	link := kit.NewLink(linkpack.Link{Destination: home, Domain: d.Host})
	for range 2 {
		if got, ok := kit.LinkDomain(link); !ok || got.ID != d.ID {
			t.Errorf("got %+v, %v", got, ok)
		}
		records.Set(d.Challenge.Name) // and it stays the link's domain when it fails
		if _, err := kit.VerifyDomain(t.Context(), "", d.Host); err != nil {
			t.Fatal(err)
		}
	}
	if got, ok := kit.LinkDomain(&linkpack.Link{}); !ok || got.Host != "" || got.ID != "" {
		t.Errorf("the default domain: %+v, %v", got, ok)
	}
	if got, ok := kit.LinkDomain(&linkpack.Link{Domain: "none.example"}); ok {
		t.Errorf("an unknown domain: %+v", got)
	}
	if got, ok := kit.LinkDomain(&linkpack.Link{Workspace: "other", Domain: d.ID}); ok {
		t.Errorf("the domain of another workspace: %+v", got)
	}
}

func TestTimesOfADomain(t *testing.T) {
	kit, records := domainKit(t)
	d := claim(t, kit, nil, "a.example", "")
	check := func(found bool, want linkpack.Domain) {
		t.Helper()
		kit.Clock.Advance(1e9)
		records.Set(d.Challenge.Name, map[bool]string{true: d.Challenge.Value}[found])
		got, err := kit.VerifyDomain(t.Context(), "", d.ID)
		if err != nil || !got.CheckedAt.Equal(kit.Now()) || !got.VerifiedAt.Equal(want.VerifiedAt) || !got.ActivatedAt.Equal(want.ActivatedAt) {
			t.Errorf("found %v: %+v, %v, want %+v", found, got, err, want)
		}
	}
	start := kit.Now()
	if !d.CheckedAt.IsZero() || !d.ActivatedAt.IsZero() {
		t.Errorf("made %+v", d)
	}
	check(false, linkpack.Domain{})
	check(true, linkpack.Domain{VerifiedAt: start.Add(2e9), ActivatedAt: start.Add(2e9)})
	check(true, linkpack.Domain{VerifiedAt: start.Add(3e9), ActivatedAt: start.Add(2e9)})
	check(false, linkpack.Domain{VerifiedAt: start.Add(3e9), ActivatedAt: start.Add(2e9)})
	check(true, linkpack.Domain{VerifiedAt: start.Add(5e9), ActivatedAt: start.Add(5e9)})
}
