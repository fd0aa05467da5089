package linkpack_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDomainsThatAnotherProcessChangedAreKnownToThoseWhoMakeLinks tests a process
// that serves only the API, so that no visit refreshes its domains.
func TestDomainsThatAnotherProcessChangedAreKnownToThoseWhoMakeLinks(t *testing.T) {
	var passed atomic.Int64
	clock := func() time.Time { return noon.Add(time.Duration(passed.Load())) }
	store, records := linkpack.Store(memory.New()), new(linkpacktest.Records)
	var processes [2]*linkpack.Shortener
	for i := range processes {
		s, err := linkpack.New(store, &linkpack.Options{Clock: clock, LookupTXT: records.LookupTXT})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close(context.Background())
		processes[i] = s
		store = inAnotherProcess(store)
	}
	here, there := processes[0], processes[1]
	if _, err := here.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	verify := func(workspace string) {
		d, err := there.CreateDomain(t.Context(), linkpack.Domain{Host: "go.example", Workspace: workspace})
		if err != nil {
			t.Fatal(err)
		}
		records.Set(d.Challenge.Name, d.Challenge.Value)
		if _, err := there.VerifyDomain(t.Context(), workspace, d.Host); err != nil {
			t.Fatal(err)
		}
		passed.Add(int64(time.Minute))
	}
	verify("")
	made, err := here.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: "go.example"})
	if err != nil {
		t.Fatalf("a link on a new domain: %v", err)
	}
	if err := errors.Join(here.DeleteLink(t.Context(), "", made.ID), there.DeleteDomain(t.Context(), "", "go.example")); err != nil {
		t.Fatal(err)
	}
	verify("other")
	_, err = here.CreateLink(t.Context(), linkpack.Link{Destination: home, Domain: "go.example"})
	if !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a link on a domain that is another workspace's now: %v", err)
	}
}
