package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// archive is a Shortener with a tracked link, of which the test sees the store.
type archive struct {
	*linkpack.Shortener
	t     testing.TB
	store linkpack.Store
	clock *linkpacktest.Clock
	link  *linkpack.Link
}

func newArchive(t testing.TB, clicks analytics.Options) *archive {
	t.Helper()
	a := &archive{t: t, store: memory.New(), clock: linkpacktest.NewClock(linkpacktest.Start())}
	a.open(clicks)
	t.Cleanup(func() { a.must(a.Close(context.Background())) })
	var err error
	a.link, err = a.CreateLink(t.Context(), linkpack.Link{Destination: home, TrackConversions: true})
	a.must(err)
	return a
}

// open opens a Shortener of the store, which does its upkeep at once.
func (a *archive) open(clicks analytics.Options) {
	a.t.Helper()
	var err error
	a.Shortener, err = linkpack.New(a.store, &linkpack.Options{Clock: a.clock.Now, Clicks: clicks})
	a.must(err)
}

func (a *archive) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

// click makes a click with a visitor's key, which may be empty, and returns its lbid.
func (a *archive) click(key string) string {
	a.t.Helper()
	res, err := a.Resolve(a.t.Context(), "", a.link.ShortCode, &routing.Visit{UserAgent: firefox, VisitorKey: key})
	a.must(err)
	a.must(a.Record(a.t.Context(), res))
	return res.LBID()
}

// identities returns by what a visitor is known.
func (a *archive) identities(id string) []string {
	a.t.Helper()
	all, err := a.store.VisitorIdentities(a.t.Context(), "", []string{id})
	a.must(err)
	return all[0]
}

// crowd gives visitors identities until they have n.
func (a *archive) crowd(id string, n int) {
	a.t.Helper()
	v, err := a.Visitor(a.t.Context(), "", id)
	a.must(err)
	known := a.identities(id)
	more := []string{known[0]}
	for i := range n - len(known) {
		more = append(more, fmt.Sprintf("p%08x%s", i, id[len(id)-8:]))
	}
	_, err = a.store.JoinVisitors(a.t.Context(), "", v.Email(), more, linkpack.Edit{Time: a.clock.Now()}, func(found []*linkpack.Visitor) (*linkpack.Visitor, error) { return found[0], nil })
	a.must(err)
	if got := len(a.identities(id)); got != n {
		a.t.Fatalf("%d identities, want %d", got, n)
	}
}

func TestAVisitorHasNotTooManyBrowsersAndClicks(t *testing.T) {
	a := newArchive(t, analytics.Options{})
	first := a.click("")
	ada, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: first, Attributes: mail("ada@example.com")})
	a.must(err)
	a.crowd(ada.ID, 9_999)
	last, next := a.click(""), a.click("")
	_, _, err = a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: last, Attributes: mail("Ada@example.com")})
	a.must(err)
	_, _, err = a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: next, Attributes: mail("Ada@example.com")})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "click" {
		t.Errorf("the 10,001st: %v", err)
	}
	for name, who := range map[string]linkpack.Identification{
		"by a click that is known":       {Click: first, Attributes: attributes{"plan": "pro"}},
		"by such a click and the e-mail": {Click: last, Attributes: mail("ada@example.com")},
		"of somebody else, who is new":   {Click: next, Attributes: mail("bob@example.com")},
		"of somebody else once more":     {Click: a.click(""), Attributes: mail("bob@example.com")},
	} {
		if _, _, err := a.IdentifyVisitor(t.Context(), who); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(a.identities(ada.ID)); n != 10_000 {
		t.Errorf("%d identities", n)
	}
}

func TestVisitorsWithManyBrowsersAreNotMerged(t *testing.T) {
	a := newArchive(t, analytics.Options{})
	lbid := a.click("")
	ada, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid, Attributes: mail("ada@example.com")})
	a.must(err)
	bob, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: a.click(""), Attributes: mail("bob@example.com")})
	a.must(err)
	a.crowd(ada.ID, 6_000)
	a.crowd(bob.ID, 4_001)
	_, _, err = a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid, Attributes: mail("bob@example.com")})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "click" {
		t.Errorf("%v", err)
	}
	if n := len(a.identities(bob.ID)); n != 4_001 {
		t.Errorf("%d identities", n)
	}
}

// TestAPublishableTokenIsNotToldThatThereIsNoRoom identifies who is known and who is not,
// when there may be no more visitors.
func TestAPublishableTokenIsNotToldThatThereIsNoRoom(t *testing.T) {
	full := false
	p := newPeople(t, linkpack.Options{CheckQuota: func(context.Context, string, linkpack.Operation) error {
		if full {
			return linkpack.ErrQuota
		}
		return nil
	}})
	ada := p.identify(p.click(""), mail("ada@example.com"))
	full = true
	for _, email := range []string{"ada@example.com", "nobody@example.com"} {
		v, isNew, err := p.IdentifyVisitor(p.publishable(), linkpack.Identification{Click: p.click(""), Attributes: mail(email)})
		if err != nil || isNew || !equalVisitors(v, &linkpack.Visitor{Workspace: linkpack.DefaultWorkspace, Attributes: mail(email)}) {
			t.Errorf("%s: %+v, %v, %v", email, v, isNew, err)
		}
	}
	if page, err := p.ListVisitors(t.Context(), linkpack.VisitorQuery{}); err != nil || len(page.Visitors) != 1 || page.Visitors[0].ID != ada.ID {
		t.Errorf("stored: %+v, %v", page, err)
	}
}

func TestAPublishableTokenIsNotToldHowManyBrowsersAVisitorHas(t *testing.T) {
	a := newArchive(t, analytics.Options{})
	ada, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: a.click(""), Attributes: mail("ada@example.com")})
	a.must(err)
	a.crowd(ada.ID, 10_000)
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Publishable: true}))
	v, _, err := a.IdentifyVisitor(ctx, linkpack.Identification{Click: a.click(""), Attributes: mail("ada@example.com")})
	if err != nil || v.ID != "" || !maps.Equal(v.Attributes, mail("ada@example.com")) {
		t.Errorf("%+v, %v", v, err)
	}
	if n := len(a.identities(ada.ID)); n != 10_000 {
		t.Errorf("%d identities", n)
	}
}
