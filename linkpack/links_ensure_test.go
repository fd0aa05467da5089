package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// sameDestination are the options that find links by their destination.
func sameDestination() *linkpack.EnsureOptions { return &linkpack.EnsureOptions{SameDestination: true} }

func TestALinkIsFoundOrCreated(t *testing.T) {
	const other = "https://example.com/other"
	for name, c := range map[string]struct {
		stored, wanted linkpack.Link
		opts           *linkpack.EnsureOptions
		found          bool
	}{
		"its external id":                      {linkpack.Link{ExternalID: "x"}, linkpack.Link{ExternalID: "x", Destination: other, Name: "new"}, nil, true},
		"another external id":                  {linkpack.Link{ExternalID: "x"}, linkpack.Link{ExternalID: "y"}, nil, false},
		"its external id, archived":            {linkpack.Link{ExternalID: "x", Archived: true}, linkpack.Link{ExternalID: "x"}, nil, true},
		"its external id, with a limit":        {linkpack.Link{ExternalID: "x"}, linkpack.Link{ExternalID: "x", MaxClicks: 1}, sameDestination(), true},
		"its destination":                      {linkpack.Link{Name: "old"}, linkpack.Link{Name: "new"}, sameDestination(), true},
		"its destination in another spelling":  {linkpack.Link{}, linkpack.Link{Destination: " https://example.com/ "}, sameDestination(), true},
		"its destination, not asked for":       {linkpack.Link{}, linkpack.Link{ExternalID: "x"}, nil, false},
		"its destination, for an external id":  {linkpack.Link{}, linkpack.Link{ExternalID: "x"}, sameDestination(), true},
		"the destination of another object":    {linkpack.Link{ExternalID: "y"}, linkpack.Link{ExternalID: "x"}, sameDestination(), false},
		"the destination of some object":       {linkpack.Link{ExternalID: "y"}, linkpack.Link{}, sameDestination(), true},
		"another destination":                  {linkpack.Link{}, linkpack.Link{Destination: other}, sameDestination(), false},
		"its destination on another domain":    {linkpack.Link{Domain: "b.example.com"}, linkpack.Link{}, sameDestination(), false},
		"its destination, archived":            {linkpack.Link{Archived: true}, linkpack.Link{}, sameDestination(), false},
		"its destination, disabled":            {linkpack.Link{Disabled: true}, linkpack.Link{}, sameDestination(), false},
		"its destination, with a limit":        {linkpack.Link{MaxClicks: 5}, linkpack.Link{}, sameDestination(), false},
		"its destination, expired":             {linkpack.Link{ExpiresAt: linkpacktest.Start()}, linkpack.Link{}, sameDestination(), false},
		"its destination, to expire":           {linkpack.Link{ExpiresAt: linkpacktest.Start().Add(time.Second)}, linkpack.Link{}, sameDestination(), true},
		"its destination, for a limited one":   {linkpack.Link{}, linkpack.Link{ExternalID: "x", MaxClicks: 1}, sameDestination(), false},
		"its destination, in another language": {linkpack.Link{Group: "a"}, linkpack.Link{Group: "b"}, sameDestination(), true},
	} {
		t.Run(name, func(t *testing.T) {
			kit := linkpacktest.New(t, linkpack.Options{Domains: []string{"b.example.com"}})
			if c.stored.Destination = home; c.wanted.Destination == "" {
				c.wanted.Destination = home
			}
			stored := kit.NewLink(c.stored)
			for round := range 2 { // the second call finds the link in any case
				found, created, err := kit.EnsureLink(t.Context(), c.wanted, c.opts)
				if err != nil || created != (!c.found && round == 0) || (found.ID == stored.ID) != c.found {
					t.Fatalf("call %d found %+v, created %v, %v", round, found, created, err)
				}
				if c.found && (found.Name != stored.Name || found.Revision != 1 || found.ExternalID != stored.ExternalID) {
					t.Errorf("the link was changed to %+v", found)
				}
			}
		})
	}
}

func TestALinkThatCouldNotBeFoundAgainIsRefused(t *testing.T) {
	kit := linkpacktest.New(t)
	protected := linkpack.Link{}
	if err := kit.SetPassword(t.Context(), &protected, "secret"); err != nil {
		t.Fatal(err)
	}
	for field, link := range map[string]linkpack.Link{
		"archived": {Archived: true}, "disabled": {Disabled: true}, "password_hash": protected, "max_clicks": {MaxClicks: 1},
		"expires_at": {ExpiresAt: kit.Clock.Now()}, "destination": {Destination: "nowhere"},
	} {
		if link.Destination == "" {
			link.Destination = home
		}
		_, _, err := kit.EnsureLink(t.Context(), link, sameDestination())
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field {
			t.Errorf("%s: %v", field, err)
		}
		_, _, err = kit.EnsureLinks(t.Context(), []linkpack.Link{{Destination: home}, link}, sameDestination())
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "links[1]."+field {
			t.Errorf("%s of the second link: %v", field, err)
		}
	}
	_, _, err := kit.EnsureLink(t.Context(), linkpack.Link{Destination: home}, nil)
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "external_id" {
		t.Errorf("nothing to find it by: %v", err)
	}
	if page, err := kit.ListLinks(t.Context(), linkpack.LinkQuery{}); err != nil || len(page.Links) != 0 {
		t.Errorf("there are links: %+v, %v", page.Links, err)
	}
}

func TestATakenCodeOfALinkToEnsureIsNamed(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "taken", ExternalID: "other"})
	kit.NewLink(linkpack.Link{Destination: home, ExternalID: "x"})
	links := []linkpack.Link{{Destination: home, ExternalID: "x"}, {Destination: home, ExternalID: "y"}, {Destination: home, ExternalID: "z", ShortCode: "taken"}}
	_, _, err := kit.EnsureLinks(t.Context(), links, nil)
	if taken, ok := errors.AsType[*linkpack.TakenError](err); !ok || taken.Index != 2 || taken.Field != "short_code" {
		t.Errorf("several: %v", err)
	}
	if _, err := kit.LinkByExternalID(t.Context(), "", "y"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another link was created: %v", err)
	}
	_, _, err = kit.EnsureLink(t.Context(), links[2], nil)
	if taken, ok := errors.AsType[*linkpack.TakenError](err); !ok || taken.Index != 0 || taken.ShortCode != "taken" {
		t.Errorf("one: %v", err)
	}
}

// TestSeveralLinksAreEnsuredLikeOneByOne compares calls of EnsureLinks with calls of
// EnsureLink for each link.
func TestSeveralLinksAreEnsuredLikeOneByOne(t *testing.T) {
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 0))
		opts := &linkpack.EnsureOptions{SameDestination: seed%2 == 0}
		together, single := linkpacktest.New(t), linkpacktest.New(t)
		for range 3 {
			links := make([]linkpack.Link, random.IntN(8))
			for i := range links {
				links[i].Destination = fmt.Sprint(home, random.IntN(4))
				if !opts.SameDestination || random.IntN(3) == 0 {
					links[i].ExternalID = fmt.Sprint("x", random.IntN(4))
				}
			}
			found, created, err := together.EnsureLinks(t.Context(), links, opts)
			if err != nil {
				t.Fatal(err)
			}
			for i, link := range links {
				want, fresh, err := single.EnsureLink(t.Context(), link, opts)
				if err != nil || fresh != created[i] || want.Number != found[i].Number || want.Destination != found[i].Destination || want.ExternalID != found[i].ExternalID {
					t.Fatalf("seed %d, link %d of %+v:\n%+v, created %v; one by one\n%+v, created %v, %v", seed, i, links, found[i], created[i], want, fresh, err)
				}
			}
		}
	}
}

// meeting has the first searches answer only when all of them have searched, so that
// none sees what another creates.
type meeting struct {
	linkpack.Store
	left atomic.Int32
	all  sync.WaitGroup
}

func meet(store linkpack.Store, n int) *meeting {
	m := &meeting{Store: store}
	m.left.Store(int32(n))
	m.all.Add(n)
	return m
}

func (m *meeting) wait() {
	if m.left.Add(-1) >= 0 {
		m.all.Done()
		m.all.Wait()
	}
}

func (m *meeting) LinkTo(ctx context.Context, target linkpack.Target) (*linkpack.Link, error) {
	defer m.wait()
	return m.Store.LinkTo(ctx, target)
}

func (m *meeting) LinkByExternalID(ctx context.Context, workspace, externalID string) (*linkpack.Link, error) {
	defer m.wait()
	return m.Store.LinkByExternalID(ctx, workspace, externalID)
}

// TestManyCallsMakeOneLink lets two Shorteners on one store ensure the same link at
// once.
func TestManyCallsMakeOneLink(t *testing.T) {
	const calls = 8
	for name, c := range map[string]struct {
		link linkpack.Link
		opts *linkpack.EnsureOptions
	}{
		"destination": {linkpack.Link{Destination: home}, sameDestination()},
		"external id": {linkpack.Link{Destination: home, ExternalID: "x"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			store := meet(memory.New(), calls)
			var processes []*linkpack.Shortener
			for _, own := range []linkpack.Store{store, inAnotherProcess(store)} {
				s, err := linkpack.New(own, nil)
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close(context.Background())
				processes = append(processes, s)
			}
			var wg sync.WaitGroup
			var fresh atomic.Int32
			for n := range calls {
				wg.Go(func() {
					found, created, err := processes[n%2].EnsureLink(t.Context(), c.link, c.opts)
					if err != nil || found.Destination != home {
						t.Errorf("found %+v, %v", found, err)
					}
					if created {
						fresh.Add(1)
					}
				})
			}
			wg.Wait()
			page, err := store.ListLinks(t.Context(), linkpack.LinkQuery{})
			if err != nil || len(page.Links) != 1 || fresh.Load() != 1 {
				t.Errorf("%d links, %d created, %v", len(page.Links), fresh.Load(), err)
			}
		})
	}
}

// TestALinkIsEnsuredOnADomainOnce has the domain's condition and that of the target
// hold together.
func TestALinkIsEnsuredOnADomainOnce(t *testing.T) {
	kit, records := domainKit(t)
	activate(t, kit, records, linkpack.Domain{Host: "go.example.com"})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, _, err := kit.EnsureLink(t.Context(), linkpack.Link{Domain: "go.example.com", Destination: home}, sameDestination()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if page, err := kit.ListLinks(t.Context(), linkpack.LinkQuery{}); err != nil || len(page.Links) != 1 {
		t.Errorf("%d links were made, %v", len(page.Links), err)
	}
}

func TestALinkIsEnsuredWithinAScope(t *testing.T) {
	k, records := domainKit(t)
	activate(t, k, records, linkpack.Domain{Host: "a.example"})
	outside := k.NewLink(linkpack.Link{Destination: home, ExternalID: "outside"})
	inside := k.NewLink(linkpack.Link{Destination: home, Domain: "a.example", Tags: []string{"red"}, ExternalID: "inside"})
	as := func(scope linkpack.Scope) context.Context { return linkpack.WithPrincipal(t.Context(), scoped(scope)) }
	wanted := linkpack.Link{Destination: home, Domain: "a.example", Tags: []string{"red"}}
	for _, scope := range []linkpack.Scope{{Domain: "a.example"}, {Tag: "red"}} {
		if link, err := k.LinkByExternalID(as(scope), "", "inside"); err != nil || link.ID != inside.ID {
			t.Errorf("%+v: reading the link inside: %v", scope, err)
		}
		if _, err := k.LinkByExternalID(as(scope), "", "outside"); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%+v: reading the link outside: %v", scope, err)
		}
		wanted.ExternalID = "inside"
		if link, created, err := k.EnsureLink(as(scope), wanted, nil); err != nil || created || link.ID != inside.ID {
			t.Errorf("%+v: the link inside: created %v, %v", scope, created, err)
		}
		wanted.ExternalID = outside.ExternalID
		_, _, err := k.EnsureLink(as(scope), wanted, nil)
		if taken, ok := errors.AsType[*linkpack.TakenError](err); !ok || taken.Field != "external_id" {
			t.Errorf("%+v: the link outside: %v", scope, err)
		}
	}
	wanted.ExternalID = ""
	if link, created, err := k.EnsureLink(as(linkpack.Scope{Domain: "a.example"}), wanted, sameDestination()); err != nil || created || link.ID != inside.ID {
		t.Errorf("by its destination: created %v, %v", created, err)
	}
	for name, scope := range map[string]linkpack.Scope{"a tag": {Tag: "red"}, "reading only": {Rights: linkpack.MayRead}, "creating only": {Rights: linkpack.MayCreate}} {
		if _, _, err := k.EnsureLink(as(scope), wanted, sameDestination()); !errors.Is(err, linkpack.ErrForbidden) {
			t.Errorf("by its destination with %s: %v", name, err)
		}
	}
}
