package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// domainKit returns a kit with its own DNS records and a second workspace.
func domainKit(t *testing.T) (*linkpacktest.Kit, *linkpacktest.Records) {
	t.Helper()
	records := new(linkpacktest.Records)
	kit := linkpacktest.New(t, linkpack.Options{BaseURL: "https://go.example", Domains: []string{"fixed.example"}, LookupTXT: records.LookupTXT})
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	return kit, records
}

// activate registers and verifies a domain.
func activate(t *testing.T, kit *linkpacktest.Kit, records *linkpacktest.Records, domain linkpack.Domain) *linkpack.Domain {
	t.Helper()
	d, err := kit.CreateDomain(t.Context(), domain)
	if err != nil {
		t.Fatal(err)
	}
	records.Set(d.Challenge.Name, "v=spf1 -all", d.Challenge.Value)
	if d, err = kit.VerifyDomain(t.Context(), d.Workspace, d.Host); err != nil || d.Status != linkpack.DomainActive {
		t.Fatalf("status %s, %v", d.Status, err)
	}
	return d
}

func TestADomainAnswersOnceItIsVerified(t *testing.T) {
	kit, records := domainKit(t)
	d, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: "BÜCHER.example.", NotFoundURL: home + "404"})
	if err != nil {
		t.Fatal(err)
	}
	if d.Host != "xn--bcher-kva.example" || d.Status != linkpack.DomainPending || d.Challenge.Name != "_linkpack.xn--bcher-kva.example" {
		t.Errorf("registered %+v", d)
	}
	here := kit.NewLink(linkpack.Link{Destination: home + "default", ShortCode: "x"})
	ask := func() string {
		res, err := kit.Resolve(t.Context(), "Bücher.example:443", "x", new(routing.Visit))
		if err != nil {
			t.Error(err)
		}
		return res.Location
	}
	if got := ask(); got != here.Destination {
		t.Errorf("before it is verified, it leads to %q", got)
	}
	if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: d.Host}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a link on it: %v", err)
	}
	if d, err = kit.VerifyDomain(t.Context(), "", d.Host); err != nil || d.Status != linkpack.DomainFailed {
		t.Errorf("without a record: %s, %v", d.Status, err)
	}
	records.Fail(errors.New("timeout"))
	if _, err = kit.VerifyDomain(t.Context(), "", d.Host); err == nil {
		t.Error("no answer from the DNS is no error")
	}
	records.Fail(nil)
	records.Set(d.Challenge.Name, d.Challenge.Value)
	if d, err = kit.VerifyDomain(t.Context(), "", d.Host); err != nil || d.Status != linkpack.DomainActive || !d.VerifiedAt.Equal(kit.Now()) {
		t.Errorf("with the record: %+v, %v", d, err)
	}
	if got := ask(); got != home+"404" {
		t.Errorf("an unknown code then leads to %q", got)
	}
	link := kit.NewLink(linkpack.Link{Destination: home + "brand", ShortCode: "x", Domain: d.Host})
	if got := ask(); got != link.Destination {
		t.Errorf("it then leads to %q", got)
	}
	if got := kit.URL(link); got != "https://xn--bcher-kva.example/x" {
		t.Errorf("the short URL is %q", got)
	}
}

func TestHostsThatCannotBeRegistered(t *testing.T) {
	kit, _ := domainKit(t)
	if _, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: "taken.example"}); err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]error{
		"": linkpack.ErrInvalid, "localhost": linkpack.ErrInvalid, "192.0.2.1": linkpack.ErrInvalid, "a b.example": linkpack.ErrInvalid,
		"-a.example": linkpack.ErrInvalid, "a..example": linkpack.ErrInvalid, "a.example/x": linkpack.ErrInvalid, "_a.example": linkpack.ErrInvalid,
		"xn--a.example": linkpack.ErrInvalid, "é.example:x": linkpack.ErrInvalid, "b.example:": linkpack.ErrInvalid, "b.example:0": linkpack.ErrInvalid,
		"GO.example": linkpack.ErrExists, "fixed.example": linkpack.ErrExists, "taken.example": linkpack.ErrExists, "Taken.example.": linkpack.ErrExists,
	} {
		if _, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: host}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", host, err, want)
		}
	}
	_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: "fixed.example:x"})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "domain" || !strings.Contains(fault.Reason, `port: "x"`) {
		t.Errorf("a link on a port that is none: %v", err)
	}
	const url = "http://a.example/"
	_, domain := kit.CreateDomain(t.Context(), linkpack.Domain{Host: url})
	_, link := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: url})
	for _, err := range []error{domain, link} {
		if !errors.Is(err, linkpack.ErrInvalid) || !strings.Contains(err.Error(), url) {
			t.Errorf("a URL is told as %v", err)
		}
	}
	_, err = kit.CreateDomain(t.Context(), linkpack.Domain{Host: "a.example", RootURL: "javascript:x", NotFoundURL: "https://A.example./404"})
	if err == nil || !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("bad URLs: %v", err)
	}
}

// Punycode takes quadratic time, which would be minutes for the longest host that
// a request can have.
func TestAHostWithoutEndIsRefusedAtOnce(t *testing.T) {
	kit := linkpacktest.New(t)
	var host strings.Builder
	for i := range 300_000 {
		host.WriteRune(rune(0x4e00 + i*7919%0x5000))
	}
	start := time.Now()
	_, registered := kit.CreateDomain(t.Context(), linkpack.Domain{Host: host.String()})
	_, made := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: host.String()})
	_, found := kit.LinkByCode(t.Context(), "", host.String(), "x")
	if !errors.Is(registered, linkpack.ErrInvalid) || !errors.Is(made, linkpack.ErrInvalid) || !errors.Is(found, linkpack.ErrNotFound) {
		t.Errorf("got %v, %v and %v", registered, made, found)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it takes %v", took)
	}
	longest := strings.Repeat("🎉.", 25) + "example"
	if d, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: longest}); err != nil {
		t.Errorf("%q: %v, %v", longest, d, err)
	}
}

func TestADomainIsItsWorkspacesAlone(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example", Workspace: "other"})
	kit.NewLink(linkpack.Link{Destination: home, Domain: d.Host, Workspace: "other"})
	if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: d.Host}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("another workspace's link on it: %v", err)
	}
	if _, err := kit.Domain(t.Context(), "", d.Host); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace reads it: %v", err)
	}
	if _, err := kit.UpdateDomain(t.Context(), "", d.Host, func(*linkpack.Domain) error { return nil }); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace changes it: %v", err)
	}
	if _, err := kit.VerifyDomain(t.Context(), "", d.Host); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace verifies it: %v", err)
	}
	if err := kit.DeleteDomain(t.Context(), "", d.Host); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace deletes it: %v", err)
	}
	if own, err := kit.Domains(t.Context(), ""); err != nil || len(own) != 0 {
		t.Errorf("another workspace lists %d domains, %v", len(own), err)
	}
	if own, err := kit.Domains(t.Context(), "other"); err != nil || len(own) != 1 || own[0].Host != d.Host {
		t.Errorf("its workspace lists %v, %v", own, err)
	}
}

func TestOnlyAnEmptyDomainIsDeleted(t *testing.T) {
	kit, records := domainKit(t)
	d := activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	link := kit.NewLink(linkpack.Link{Destination: home, Aliases: []linkpack.Alias{{Domain: "a.example", ShortCode: "x"}}})
	if err := kit.DeleteDomain(t.Context(), "", d.Host); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("with a link: %v", err)
	}
	if err := errors.Join(kit.DeleteLink(t.Context(), "", link.ID), kit.DeleteDomain(t.Context(), "", d.Host)); err != nil {
		t.Fatal(err)
	}
	if err := kit.AllowHost(t.Context(), d.Host); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a certificate for it: %v", err)
	}
	activate(t, kit, records, linkpack.Domain{Host: "a.example", Workspace: "other"})
	_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Workspace: "other", Domain: "a.example", ShortCode: "x"})
	if !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("the deleted link's code for its next owner: %v", err)
	}
}

func TestAllowHost(t *testing.T) {
	kit, records := domainKit(t)
	activate(t, kit, records, linkpack.Domain{Host: "active.example"})
	if _, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: "pending.example"}); err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]error{
		"go.example": nil, "GO.example.": nil, "fixed.example": nil, "active.example": nil,
		"pending.example": linkpack.ErrNotFound, "evil.example": linkpack.ErrNotFound, "": linkpack.ErrNotFound, "a.go.example": linkpack.ErrNotFound,
	} {
		if err := kit.AllowHost(t.Context(), host); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", host, err, want)
		}
	}
}

func TestDomainsOfAnotherProcessAreSeenWithinAMinute(t *testing.T) {
	store := linkpack.Store(memory.New())
	clock := linkpacktest.NewClock(linkpacktest.Start())
	records := new(linkpacktest.Records)
	var s [2]*linkpack.Shortener
	for i := range s {
		var err error
		if s[i], err = linkpack.New(store, &linkpack.Options{Clock: clock.Now, LookupTXT: records.LookupTXT}); err != nil {
			t.Fatal(err)
		}
		defer s[i].Close(t.Context())
		store = inAnotherProcess(store)
	}
	d, err := s[0].CreateDomain(t.Context(), linkpack.Domain{Host: "a.example"})
	if err != nil {
		t.Fatal(err)
	}
	records.Set(d.Challenge.Name, d.Challenge.Value)
	if _, err := s[0].VerifyDomain(t.Context(), "", d.Host); err != nil {
		t.Fatal(err)
	}
	if err := s[1].AllowHost(t.Context(), d.Host); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("at once: %v", err)
	}
	clock.Advance(time.Minute)
	if err := s[1].AllowHost(t.Context(), d.Host); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func ExampleShortener_VerifyDomain() {
	ctx := context.Background()
	dns := new(linkpacktest.Records) // leave LookupTXT out to ask the real one
	s, err := linkpack.New(memory.New(), &linkpack.Options{LookupTXT: dns.LookupTXT})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	d, err := s.CreateDomain(ctx, linkpack.Domain{Host: "go.example.com"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Status, "until there is a TXT record at", d.Challenge.Name)

	dns.Set(d.Challenge.Name, d.Challenge.Value) // done by the domain's owner
	d, err = s.VerifyDomain(ctx, "", "go.example.com")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Status)
	// Output:
	// PENDING until there is a TXT record at _linkpack.go.example.com
	// ACTIVE
}
