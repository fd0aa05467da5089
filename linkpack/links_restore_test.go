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
