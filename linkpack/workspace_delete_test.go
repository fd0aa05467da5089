package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestADeletedWorkspaceLeavesNothingButTombstones(t *testing.T) {
	tt := newTenants(t)
	link, err := tt.LinkByCode(t.Context(), tenant, "", tenant)
	tt.must(t, err)
	tt.must(t, tt.DeleteLink(t.Context(), tenant, link.ID)) // into the bin
	tt.must(t, tt.DeleteWorkspace(t.Context(), tenant))
	if _, err := tt.DeletedLink(t.Context(), tenant, link.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a link in the bin: %v", err)
	}
	tt.isClosed(t, "deleted")
	tt.isEmpty(t)
	if _, err := tt.Stats(t.Context(), tenant, link.ID, analytics.Query{}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("statistics: %v", err)
	}
	if err := tt.DeleteWorkspace(t.Context(), tenant); err != nil {
		t.Errorf("a second time: %v", err)
	}
}

func TestDeletingAWorkspaceGoesOnWhereItWasCancelled(t *testing.T) {
	for last := 1; ; last++ {
		tt := newTenants(t)
		var ctx context.Context
		ctx, tt.store.cancel = context.WithCancel(t.Context())
		tt.store.writes, tt.store.last = 0, last
		err := tt.DeleteWorkspace(ctx, tenant)
		if tt.store.writes < last {
			if err != nil || last < 10 {
				t.Errorf("%d writes, %v", tt.store.writes, err)
			}
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("cancelled at write %d: %v", last, err)
		}
		if last > 1 { // the first one marks the workspace
			tt.isClosed(t, fmt.Sprintf("cancelled at write %d", last))
			all, err := tt.Workspaces(t.Context())
			if err != nil || len(all) != 3 || all[2].DeletedAt.IsZero() {
				t.Errorf("workspaces %+v, %v", all, err)
			}
		}
		tt.store.last = 0
		tt.must(t, tt.DeleteWorkspace(t.Context(), tenant))
		tt.isEmpty(t)
	}
}

func TestWorkspacesThatCannotBeDeleted(t *testing.T) {
	kit := linkpacktest.New(t)
	for id, want := range map[string]error{
		"": linkpack.ErrInvalid, linkpack.DefaultWorkspace: linkpack.ErrInvalid, "nobody": linkpack.ErrNotFound, "\xff": linkpack.ErrNotFound,
	} {
		if err := kit.DeleteWorkspace(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", id, err, want)
		}
	}
}

func TestAnInterruptedDeletionHoldsAfterARestart(t *testing.T) {
	tt := newTenants(t)
	var ctx context.Context
	ctx, tt.store.cancel = context.WithCancel(t.Context())
	tt.store.writes, tt.store.last = 0, 2
	if err := tt.DeleteWorkspace(ctx, tenant); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	tt.must(t, tt.Close(t.Context()))
	tt.open(t, tt.store)
	tt.isClosed(t, "opened again")
	tt.must(t, tt.DeleteWorkspace(t.Context(), tenant))
	tt.isEmpty(t)
}

func TestOtherShortenersSeeThatAWorkspaceIsDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tt := newTenants(t)
		other := &tenants{options: tt.options, store: tt.store, tokens: tt.tokens}
		other.open(t, inAnotherProcess(tt.store))
		tt.must(t, other.visit(t, "", tenant))
		var ctx context.Context
		ctx, tt.store.cancel = context.WithCancel(t.Context())
		tt.store.writes, tt.store.last = 0, 2 // only the mark is made
		if err := tt.DeleteWorkspace(ctx, tenant); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		other.isClosed(t, "in another process")
	})
}

func TestNothingIsLeftInAWorkspaceThatIsDeletedAtTheSameMoment(t *testing.T) {
	for call, create := range map[string]func(context.Context, *tenants) error{
		"CreateLink": func(ctx context.Context, tt *tenants) error {
			return only(tt.CreateLink(ctx, linkpack.Link{Workspace: tenant, Destination: home}))
		},
		"CreateLink on a domain": func(ctx context.Context, tt *tenants) error {
			return only(tt.CreateLink(ctx, linkpack.Link{Workspace: tenant, Domain: "tenant.example", Destination: home}))
		},
		"CreateEach": func(ctx context.Context, tt *tenants) error {
			return only(tt.CreateEach(ctx, []linkpack.Link{{Workspace: tenant, Destination: home}}))
		},
		"CreateLinkOnce": func(ctx context.Context, tt *tenants) error {
			_, _, err := tt.CreateLinkOnce(ctx, "another key", nil, linkpack.Link{Workspace: tenant, Destination: home})
			return err
		},
		"CreateToken": func(ctx context.Context, tt *tenants) error {
			return only(tt.CreateToken(ctx, linkpack.Token{Workspace: tenant}))
		},
		"CreateDesign": func(ctx context.Context, tt *tenants) error {
			return only(tt.CreateDesign(ctx, linkpack.StoredDesign{Workspace: tenant, Body: []byte(`{}`)}))
		},
		"UpdateDesign": func(ctx context.Context, tt *tenants) error {
			return only(tt.UpdateDesign(ctx, tenant, tt.design, func(d *linkpack.StoredDesign) error { d.Body = []byte(`{"b":1}`); return nil }))
		},
		"CreateDomain": func(ctx context.Context, tt *tenants) error {
			return only(tt.CreateDomain(ctx, linkpack.Domain{Workspace: tenant, Host: "new.example"}))
		},
	} {
		t.Run(call, func(t *testing.T) {
			tt := newTenants(t)
			tt.store.before = func() { tt.must(t, tt.DeleteWorkspace(t.Context(), tenant)) }
			if err := create(t.Context(), tt); !errors.Is(err, linkpack.ErrNotFound) || tt.store.before != nil {
				t.Errorf("error %v", err)
			}
			tt.isClosed(t, "deleted")
			tt.isEmpty(t)
		})
	}
}

func TestAWorkspaceMayBeChangedWhileLinksAreMadeInIt(t *testing.T) {
	tt := newTenants(t)
	tt.store.before = func() {
		tt.must(t, only(tt.UpdateWorkspace(t.Context(), tenant, func(w *linkpack.Workspace) error { w.Name = "Bob's"; return nil })))
	}
	tt.must(t, only(tt.CreateLink(t.Context(), linkpack.Link{Workspace: tenant, Destination: home})))
}
