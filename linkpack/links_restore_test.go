package linkpack_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// restoreOn restores a link on a domain.
func restoreOn(domain string) func(*linkpack.Link) error {
	return func(l *linkpack.Link) error {
		l.Domain = domain
		return nil
	}
}

func TestADomainWithLinksInTheBinCanBeDeleted(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	link := binned(t, kit, linkpack.Link{Destination: home, Domain: d.Host, ShortCode: "x"})
	if err := kit.DeleteDomain(t.Context(), "", d.Host); err != nil {
		t.Fatal(err)
	}
	_, err := kit.RestoreLink(t.Context(), "", link.ID, nil)
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "domain" {
		t.Errorf("restored on no domain: %v", err)
	}
	activate(t, kit, records, linkpack.Domain{Host: d.Host, Workspace: "other"})
	if _, err := kit.RestoreLink(t.Context(), "", link.ID, nil); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("restored on another workspace's domain: %v", err)
	}
	restored, err := kit.RestoreLink(t.Context(), "", link.ID, restoreOn(""))
	if err != nil || restored.Domain != "" || restored.ShortCode != "x" || kit.Visit(restored).Location() != home {
		t.Errorf("restored on the default domain: %+v, %v", restored, err)
	}
}

func TestARestoredCodeIsSpeltAsItsDomainSpellsCodes(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	link := binned(t, kit, linkpack.Link{Destination: home, Domain: d.Host, ShortCode: "Sale"})
	_, err := kit.UpdateDomain(t.Context(), "", d.Host, func(d *linkpack.Domain) error { d.FoldCase = true; return nil })
	if err != nil {
		t.Fatal(err)
	}
	restored, err := kit.RestoreLink(t.Context(), "", link.ID, nil)
	if err != nil || restored.ShortCode != "sale" {
		t.Fatalf("restored as %+v, %v", restored, err)
	}
	if got := kit.Visit(&linkpack.Link{Domain: d.Host, ShortCode: "SALE"}).Location(); got != home {
		t.Errorf("leads to %q", got)
	}
}

func TestAScopeHoldsForTheBin(t *testing.T) {
	kit, records := domainKit(t)
	activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	inside := kit.NewLink(linkpack.Link{Destination: home, Domain: "a.example", Tags: []string{"red"}})
	outside := kit.NewLink(linkpack.Link{Destination: home})
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Domain: "a.example", Tag: "red"}))
	if err := kit.DeleteLinks(ctx, "", []string{inside.ID, outside.ID}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("deleting a link outside: %v", err)
	}
	if err := kit.DeleteLinksNow(ctx, "", []string{outside.ID}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("removing a link outside: %v", err)
	}
	if err := errors.Join(kit.DeleteLink(ctx, "", inside.ID), kit.DeleteLink(t.Context(), "", outside.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.RestoreLink(ctx, "", outside.ID, nil); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("restoring a link outside: %v", err)
	}
	if _, err := kit.DeletedLink(ctx, "", outside.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("reading a link outside: %v", err)
	}
	if page, err := kit.ListLinks(ctx, linkpack.LinkQuery{Bin: linkpack.OnlyBin}); err != nil || len(page.Links) != 1 || page.Links[0].ID != inside.ID {
		t.Errorf("the bin has %v, %v", page.Links, err)
	}
	if _, err := kit.RestoreLink(ctx, "", inside.ID, restoreOn("")); !errors.Is(err, linkpack.ErrForbidden) {
		t.Errorf("restoring on another domain: %v", err)
	}
	if _, err := kit.RestoreLink(ctx, "", inside.ID, nil); err != nil {
		t.Errorf("restoring: %v", err)
	}
}

// TestALoopIsNotRestored lets the root of a domain lead to the code of a deleted link.
func TestALoopIsNotRestored(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	link := binned(t, kit, linkpack.Link{Destination: "http://a.example/", ShortCode: "x"})
	_, err := kit.UpdateDomain(t.Context(), "", d.Host, func(d *linkpack.Domain) error { d.RootURL = kit.URL(link); return nil })
	if err != nil {
		t.Fatal(err)
	}
	_, err = kit.RestoreLink(t.Context(), "", link.ID, nil)
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "destination" {
		t.Errorf("restored: %v", err)
	}
	_, err = kit.RestoreLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Destination = home; return nil })
	if err != nil {
		t.Errorf("with another destination: %v", err)
	}
}
