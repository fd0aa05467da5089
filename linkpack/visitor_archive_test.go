package linkpack_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// archive is a Shortener with a tracked link, of which the test sees the store.
type archive struct {
	*linkpack.Shortener
	t     testing.TB
	store linkpack.Store
	link  *linkpack.Link
}

func newArchive(t testing.TB, opts *linkpack.Options) *archive {
	t.Helper()
	a := &archive{t: t, store: memory.New()}
	a.open(a.store, opts)
	t.Cleanup(func() { a.must(a.Close(context.Background())) })
	var err error
	a.link, err = a.CreateLink(t.Context(), linkpack.Link{Destination: home, TrackConversions: true})
	a.must(err)
	return a
}

// open opens a Shortener of a store.
func (a *archive) open(store linkpack.Store, opts *linkpack.Options) {
	a.t.Helper()
	var err error
	a.Shortener, err = linkpack.New(store, opts)
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
	_, err = a.store.JoinVisitors(a.t.Context(), "", v.Email(), more, linkpack.Edit{Time: time.Now()}, func(found []*linkpack.Visitor) (*linkpack.Visitor, error) { return found[0], nil })
	a.must(err)
	if got := len(a.identities(id)); got != n {
		a.t.Fatalf("%d identities, want %d", got, n)
	}
}

// identify says who made a click.
func (a *archive) identify(lbid string, known attributes) *linkpack.Visitor {
	a.t.Helper()
	v, _, err := a.IdentifyVisitor(a.t.Context(), linkpack.Identification{Click: lbid, Attributes: known})
	a.must(err)
	return v
}
