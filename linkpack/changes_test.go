package linkpack_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// steps fails the test at the first error.
func steps(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// TestTheChangeLogTellsWhoChangedWhat makes all kinds of changes, and writes that
// are not changes: an update that changes nothing, a repeated verification of a
// domain, a call with an idempotency key.
func TestTheChangeLogTellsWhoChangedWhat(t *testing.T) {
	store, records := memory.New(), new(linkpacktest.Records)
	clock := linkpacktest.NewClock(linkpacktest.Start())
	s, err := linkpack.New(store, &linkpack.Options{LookupTXT: records.LookupTXT, Clock: clock.Now})
	steps(t, err)
	defer s.Close(t.Context())
	ctx := linkpack.WithActor(t.Context(), "ann")

	_, err = s.CreateWorkspace(ctx, linkpack.Workspace{ID: "acme"})
	steps(t, err)
	for range 2 {
		_, err = s.UpdateWorkspace(ctx, "acme", func(w *linkpack.Workspace) error { w.Name = "Acme"; return nil })
		steps(t, err)
	}
	link, err := s.CreateLink(ctx, linkpack.Link{Destination: home, ShortCode: "x"})
	steps(t, err)
	for range 2 {
		_, err = s.UpdateLink(ctx, "", link.ID, func(l *linkpack.Link) error { l.Name = "sale"; return nil })
		steps(t, err)
	}
	steps(t, s.DeleteLink(ctx, "", link.ID))
	_, err = s.RestoreLink(ctx, "", link.ID, nil)
	steps(t, err, s.DeleteLink(ctx, "", link.ID), s.DeleteLinksNow(ctx, "", []string{link.ID}))
	_, _, err = s.CreateLinkOnce(ctx, "key", nil, linkpack.Link{Destination: home, ShortCode: "once"})
	steps(t, err)
	d, err := s.CreateDomain(ctx, linkpack.Domain{Host: "go.example", Workspace: "acme"})
	steps(t, err)
	records.Set(d.Challenge.Name, d.Challenge.Value)
	for range 2 {
		clock.Advance(1e9)
		if d, err = s.VerifyDomain(ctx, "acme", d.Host); err == nil && !d.VerifiedAt.Equal(clock.Now()) {
			t.Errorf("verified at %v, not %v", d.VerifiedAt, clock.Now())
		}
		steps(t, err)
	}
	steps(t, s.DeleteDomain(ctx, "acme", d.Host))
	token, err := s.CreateToken(ctx, linkpack.Token{Workspace: "acme", Name: "ci"})
	steps(t, err)
	_, err = s.RotateToken(ctx, "acme", token.ID, linkpack.Rotation{})
	steps(t, err, s.DeleteToken(ctx, "acme", token.ID))
	design, err := s.CreateDesign(ctx, linkpack.StoredDesign{Workspace: "acme", Body: json.RawMessage(`{}`)})
	steps(t, err)
	_, err = s.UpdateDesign(ctx, "acme", design.ID, to(`{"a":1}`))
	steps(t, err, s.DeleteDesign(ctx, "acme", design.ID))

	wantChanges(t, store,
		"workspace default of default: create 1 by ''",
		"workspace acme of acme: create 1 by 'ann'",
		"workspace acme of acme: update 2 by 'ann'",
		"link x of default: create 1 by 'ann'",
		"link x of default: update 2 by 'ann'",
		"link x of default: delete 3 by 'ann'",
		"link x of default: restore 4 by 'ann'",
		"link x of default: delete 5 by 'ann'",
		"link x of default: remove 5 by 'ann'",
		"link once of default: create 1 by 'ann'",
		"domain of acme: create 1 by 'ann'",
		"domain of acme: update 2 by 'ann'",
		"domain of acme: delete 2 by 'ann'",
		"token of acme: create 1 by 'ann'",
		"token of acme: update 2 by 'ann'",
		"token of acme: delete 2 by 'ann'",
		"design of acme: create 1 by 'ann'",
		"design of acme: update 2 by 'ann'",
		"design of acme: delete 2 by 'ann'",
	)
}

// wantChanges checks that a store's change log has these rows and that each has
// a time. Generated IDs are left out.
func wantChanges(t *testing.T, store linkpack.Changes, want ...string) {
	t.Helper()
	rows, err := store.ChangesAfter(t.Context(), 0, 0)
	steps(t, err)
	var got []string
	for _, row := range rows {
		name := row.Kind
		switch row.Kind {
		case linkpack.KindLink:
			name += " " + row.Codes[0].ShortCode
		case linkpack.KindWorkspace:
			name += " " + row.ID
		}
		got = append(got, fmt.Sprintf("%s of %s: %s %d by '%s'", name, row.Workspace, row.Action, row.Revision, row.Actor))
		if since := row.Time.Sub(linkpacktest.Start()); since < 0 || since > 1e10 {
			t.Errorf("%s at %v", name, row.Time)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the log has\n%q\nwant\n%q", got, want)
	}
}
