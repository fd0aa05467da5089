package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

const twoWeeks = 14 * 24 * time.Hour

// claim claims a host for a workspace and sets the record that proves it.
func claim(t *testing.T, kit *linkpacktest.Kit, records *linkpacktest.Records, host, workspace string) *linkpack.Domain {
	t.Helper()
	d, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: host, Workspace: workspace})
	if err != nil {
		t.Fatal(err)
	}
	if records != nil {
		records.Set(d.Challenge.Name, d.Challenge.Value)
	}
	return d
}

func TestAClaimKeepsNobodyFromAHost(t *testing.T) {
	kit, records := domainKit(t)
	squatter := claim(t, kit, nil, "a.example", "other")
	owner := claim(t, kit, records, "a.example", "")
	if owner.ID == squatter.ID || owner.Challenge.Value == squatter.Challenge.Value {
		t.Errorf("the claims are %+v and %+v", owner, squatter)
	}
	if d, err := kit.VerifyDomain(t.Context(), "other", "a.example"); err != nil || d.Status != linkpack.DomainFailed {
		t.Errorf("the squatter's claim: %+v, %v", d, err)
	}
	verified, err := kit.VerifyDomain(t.Context(), "", "a.example")
	if err != nil || verified.Status != linkpack.DomainActive || verified.ID != owner.ID {
		t.Fatalf("the owner's claim: %+v, %v", verified, err)
	}
	kit.NewLink(linkpack.Link{Destination: home, Domain: "a.example"})
	for workspace, want := range map[string]string{"": owner.ID, "other": squatter.ID} {
		own, err := kit.Domains(t.Context(), workspace)
		if err != nil || len(own) != 1 || own[0].ID != want {
			t.Errorf("workspace %q has the domains %v, %v", workspace, own, err)
		}
	}
}

func TestAHostHasOneVerifiedDomain(t *testing.T) {
	kit, records := domainKit(t)
	first, second := claim(t, kit, nil, "a.example", ""), claim(t, kit, nil, "a.example", "other")
	records.Set(first.Challenge.Name, first.Challenge.Value, second.Challenge.Value)
	if _, err := kit.VerifyDomain(t.Context(), "", first.Host); err != nil {
		t.Fatal(err)
	}
	verify := func() (*linkpack.Domain, error) { return kit.VerifyDomain(t.Context(), "other", second.Host) }
	if _, err := verify(); !errors.Is(err, linkpack.ErrExists) || !strings.Contains(err.Error(), "verified by another workspace") {
		t.Errorf("the second verification: %v", err)
	}
	if d, err := kit.Domain(t.Context(), "other", second.Host); err != nil || *d != *second {
		t.Errorf("the second claim is %+v, %v", d, err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home, Domain: first.Host, ShortCode: "x"})
	err := errors.Join(kit.DeleteLink(t.Context(), "", link.ID), kit.DeleteDomain(t.Context(), "", first.Host))
	if err != nil {
		t.Fatal(err)
	}
	if d, err := verify(); err != nil || d.Status != linkpack.DomainActive || d.ID != second.ID {
		t.Errorf("when the first has left the host: %+v, %v", d, err)
	}
	_, err = kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Workspace: "other", Domain: first.Host, ShortCode: "x"})
	if !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("the code of a deleted link: %v", err)
	}
}

func TestADomainWhoseRecordIsGoneKeepsItsHost(t *testing.T) {
	kit, records := domainKit(t)
	first := activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	claim(t, kit, records, "a.example", "other") // its record replaces the first
	if d, err := kit.VerifyDomain(t.Context(), "", first.Host); err != nil || d.Status != linkpack.DomainFailed {
		t.Errorf("without its record: %+v, %v", d, err)
	}
	kit.Clock.Advance(twoWeeks)
	if d, err := kit.Domain(t.Context(), "", first.Host); err != nil || !d.VerifiedAt.Equal(linkpacktest.Start()) {
		t.Errorf("two weeks later: %+v, %v", d, err)
	}
	claim(t, kit, records, "a.example", "other")
	if _, err := kit.VerifyDomain(t.Context(), "other", "a.example"); !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("another workspace verifies its host: %v", err)
	}
}

func TestAClaimAnswersNothing(t *testing.T) {
	kit, _ := domainKit(t)
	d, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: "a.example", NotFoundURL: home, RootURL: home, VerifiedAt: linkpacktest.Start()})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"", "x"} {
		if res, err := kit.Resolve(t.Context(), d.Host, code, new(routing.Visit)); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%q leads to %q, %v", code, res.Location, err)
		}
	}
	for workspace, want := range map[string]string{"": "is not verified", "other": "is not one of this workspace's domains"} {
		for field, link := range map[string]linkpack.Link{
			"domain":            {Domain: d.Host},
			"aliases[0].domain": {Aliases: []linkpack.Alias{{Domain: d.Host, ShortCode: "x"}}},
		} {
			link.Destination, link.Workspace = home, workspace
			_, err := kit.CreateLink(t.Context(), link)
			if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field || !strings.Contains(fault.Reason, want) {
				t.Errorf("a link of workspace %q: %v, want a fault of %s", workspace, err, field)
			}
		}
	}
	kit.NewLink(linkpack.Link{Destination: "https://a.example/page"}) // which is somebody else's
}

func TestAClaimEndsAfterTwoWeeks(t *testing.T) {
	kit, records := domainKit(t)
	d := claim(t, kit, records, "a.example", "")
	kit.Clock.Advance(twoWeeks - time.Second)
	if _, err := kit.Domain(t.Context(), "", d.Host); err != nil {
		t.Fatalf("a second before: %v", err)
	}
	kit.Clock.Advance(time.Second)
	for _, name := range []string{d.Host, d.ID} {
		for call, err := range domainCalls(t.Context(), kit, "", name) {
			if !errors.Is(err, linkpack.ErrNotFound) {
				t.Errorf("%s by %s: %v", call, name, err)
			}
		}
	}
	if own, err := kit.Domains(t.Context(), ""); err != nil || len(own) != 0 {
		t.Errorf("the domains are %v, %v", own, err)
	}
	if again := claim(t, kit, records, "a.example", ""); again.ID == d.ID || again.Challenge == d.Challenge {
		t.Errorf("the new claim is %+v", again)
	}
	if again, err := kit.VerifyDomain(t.Context(), "", "a.example"); err != nil || again.Status != linkpack.DomainActive {
		t.Errorf("the new claim: %+v, %v", again, err)
	}
}

// domainCalls returns the errors of all calls for a domain. The last deletes it.
func domainCalls(ctx context.Context, kit *linkpacktest.Kit, workspace, name string) map[string]error {
	errs := make(map[string]error)
	_, errs["Domain"] = kit.Domain(ctx, workspace, name)
	_, errs["UpdateDomain"] = kit.UpdateDomain(ctx, workspace, name, func(d *linkpack.Domain) error { d.FoldCase = true; return nil })
	_, errs["VerifyDomain"] = kit.VerifyDomain(ctx, workspace, name)
	errs["DeleteDomain"] = kit.DeleteDomain(ctx, workspace, name)
	return errs
}

func TestADomainIsFoundByItsID(t *testing.T) {
	kit, records := domainKit(t)
	for _, d := range []*linkpack.Domain{
		claim(t, kit, nil, "claim.example", ""),
		activate(t, kit, records, linkpack.Domain{Host: "active.example"}),
	} {
		for call, err := range domainCalls(t.Context(), kit, "other", d.ID) {
			if !errors.Is(err, linkpack.ErrNotFound) {
				t.Errorf("%s: %s for another workspace: %v", d.Host, call, err)
			}
		}
		if found, err := kit.Domain(t.Context(), "", d.ID); err != nil || *found != *d {
			t.Errorf("%s: found %+v, %v", d.Host, found, err)
		}
		for call, err := range domainCalls(t.Context(), kit, "", d.ID) {
			if err != nil {
				t.Errorf("%s: %s: %v", d.Host, call, err)
			}
		}
		if _, err := kit.Domain(t.Context(), "", d.Host); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s: when it is deleted: %v", d.Host, err)
		}
	}
}

func TestAWorkspaceHasALimitedNumberOfClaims(t *testing.T) {
	kit, records := domainKit(t)
	for i := range 100 {
		claim(t, kit, records, fmt.Sprintf("d%d.example", i), "")
	}
	_, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: "more.example"})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "host" {
		t.Errorf("one more claim: %v", err)
	}
	claim(t, kit, records, "more.example", "other")
	if _, err := kit.VerifyDomain(t.Context(), "", "d0.example"); err != nil {
		t.Fatal(err)
	}
	claim(t, kit, records, "more.example", "")
}

// TestAClaimHasNoLinksOfAnotherWorkspace claims a host where another workspace has
// links.
func TestAClaimHasNoLinksOfAnotherWorkspace(t *testing.T) {
	kit, records := domainKit(t)
	activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	kit.NewLink(linkpack.Link{Destination: home, Domain: "a.example", ShortCode: "x"})
	claim(t, kit, nil, "a.example", "other")
	d, err := kit.UpdateDomain(t.Context(), "other", "a.example", func(d *linkpack.Domain) error { d.FoldCase = true; return nil })
	if err != nil || !d.FoldCase {
		t.Errorf("changed to %+v, %v", d, err)
	}
	if err := kit.DeleteDomain(t.Context(), "other", "a.example"); err != nil {
		t.Errorf("deleting it: %v", err)
	}
	if res, err := kit.Resolve(t.Context(), "a.example", "x", new(routing.Visit)); err != nil || res.Location != home {
		t.Errorf("the link leads to %q, %v", res.Location, err)
	}
}

func TestOnlyOneOfTheWorkspacesThatVerifyAtOnceHasTheHost(t *testing.T) {
	kit, records := domainKit(t)
	workspaces := []string{"", "other"}
	for round := range 20 {
		host := fmt.Sprintf("v%d.example", round)
		first, second := claim(t, kit, nil, host, ""), claim(t, kit, nil, host, "other")
		records.Set(first.Challenge.Name, first.Challenge.Value, second.Challenge.Value)
		var wg sync.WaitGroup
		var errs [4]error
		for i := range errs {
			wg.Go(func() { _, errs[i] = kit.VerifyDomain(t.Context(), workspaces[i%2], host) })
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || errs[0] != nil && errs[2] == nil || errs[1] != nil && errs[3] == nil {
			t.Fatalf("got %v", errs)
		}
		if err := errors.Join(errs[:]...); !errors.Is(err, linkpack.ErrExists) {
			t.Fatalf("the loser is told %v", err)
		}
	}
}

// TestADomainIsNotDeletedAsAClaimWhenItIsVerified deletes a claim while it becomes a
// domain with a link.
func TestADomainIsNotDeletedAsAClaimWhenItIsVerified(t *testing.T) {
	kit, records := domainKit(t)
	for round := range 20 {
		host := fmt.Sprintf("c%d.example", round)
		claim(t, kit, records, host, "")
		var wg sync.WaitGroup
		var deleted, made error
		wg.Go(func() { deleted = kit.DeleteDomain(t.Context(), "", host) })
		wg.Go(func() {
			if _, made = kit.VerifyDomain(t.Context(), "", host); made == nil {
				_, made = kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: host})
			}
		})
		wg.Wait()
		if (deleted == nil) == (made == nil) {
			t.Fatalf("deleting the domain: %v; making a link: %v", deleted, made)
		}
	}
}

func TestTheUpkeepRemovesClaimsThatHaveEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, clock := memory.New(), linkpacktest.NewClock(linkpacktest.Start())
		defer store.Close()
		s, err := linkpack.New(store, &linkpack.Options{Clock: clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close(context.Background())
		if _, err := s.CreateDomain(t.Context(), linkpack.Domain{Host: "a.example"}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []int{1, 0} {
			clock.Advance(twoWeeks / 2)
			time.Sleep(time.Hour)
			synctest.Wait()
			if left, err := store.ListDocuments(t.Context(), linkpack.KindDomain, "", "", 0); err != nil || len(left) != want {
				t.Errorf("%d documents are left, %v, want %d", len(left), err, want)
			}
		}
	})
}

// TestADomainOfAnOlderFileIsRegisteredAnew has a document as they were before domains
// had IDs.
func TestADomainOfAnOlderFileIsRegisteredAnew(t *testing.T) {
	store, records := memory.New(), new(linkpacktest.Records)
	defer store.Close()
	old := linkpack.Document{
		Kind: linkpack.KindDomain, ID: "a.example",
		Body: []byte(`{"host":"a.example","workspace":"default","status":"ACTIVE","verified_at":"2026-01-05T12:00:00Z","not_found_url":"https://old.example/"}`),
	}
	steps(t, store.CreateDocument(t.Context(), &old, nil))
	s, err := linkpack.New(store, &linkpack.Options{LookupTXT: records.LookupTXT})
	steps(t, err)
	defer s.Close(context.Background())
	if err := s.AllowHost(t.Context(), "a.example"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("the old domain is served: %v", err)
	}
	d, err := s.CreateDomain(t.Context(), linkpack.Domain{Host: "a.example"})
	steps(t, err)
	records.Set(d.Challenge.Name, d.Challenge.Value)
	_, err = s.VerifyDomain(t.Context(), "", d.ID)
	steps(t, err)
	if got := s.DomainAt("a.example"); got.ID != d.ID || got.NotFoundURL != "" {
		t.Errorf("the host is served by %+v", got)
	}
}
