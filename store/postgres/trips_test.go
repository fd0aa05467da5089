package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// trips is a tracer that counts what is sent and waited for.
type trips struct {
	n atomic.Int64
}

func (c *trips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *trips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *trips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *trips) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (c *trips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// counted returns a pool to a schema that has been migrated, whose round trips are counted.
func counted(t *testing.T) (*pgxpool.Pool, *trips) {
	t.Helper()
	counter := new(trips)
	config := migrated(t).Config()
	config.ConnConfig.Tracer = counter
	p, err := pgxpool.NewWithConfig(t.Context(), config)
	check(t, err)
	t.Cleanup(p.Close)
	return p, counter
}

// expect makes a call and checks that it takes no more round trips than it needs.
func (c *trips) expect(t *testing.T, call call) {
	t.Helper()
	c.n.Store(0)
	check(t, call.do())
	if n := c.n.Load(); n > call.most {
		t.Errorf("%s took %d round trips, at most %d are needed", call.name, n, call.most)
	}
}

// TestCallsTakeFewRoundTrips counts the requests to the server, of which each is waited for.
func TestCallsTakeFewRoundTrips(t *testing.T) {
	p, counter := counted(t)
	s, err := postgres.Open(t.Context(), p, &postgres.Options{LeaseTTL: time.Hour}) // no lease is renewed meanwhile
	check(t, err)
	defer s.Close()
	lease, err := s.LeaseLane(t.Context(), 0, "trips")
	check(t, err)
	check(t, s.CreateLinks(t.Context(), hundred(0)...))
	meet(t, s, names(100))
	for _, c := range calls(t.Context(), s, lease) {
		counter.expect(t, c)
	}
}

// TestASearchReadsItsLinksAtOnce looks for links at the end of a long list, whose texts
// are too long for their segments.
func TestASearchReadsItsLinksAtOnce(t *testing.T) {
	p, counter := counted(t)
	s := handle(t, p)
	defer s.Close()
	for n := 1; n < 30; n++ {
		check(t, s.CreateLinks(t.Context(), hundred(n)...))
	}
	needles := hundred(0) // last in the list
	for _, l := range needles {
		l.Name, l.Destination = "needle", "https://example.com/"+strings.Repeat("hay", 3000)
	}
	check(t, s.CreateLinks(t.Context(), needles...))
	for _, c := range []call{
		{"ListLinks", 34, func() error {
			_, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Search: "needle", Limit: 10})
			return err
		}},
		{"CountMatching", 6, func() error {
			_, err := s.CountMatching(t.Context(), linkpack.LinkQuery{Search: "needle"})
			return err
		}},
	} {
		counter.expect(t, c)
	}
}

// call is a call and the most round trips that it needs.
type call struct {
	name string
	most int64
	do   func() error
}

// calls returns calls of a store that has the links of hundred(0).
func calls(ctx context.Context, s linkpack.Store, lease analytics.Lease) []call {
	ids := names(100)
	return []call{
		{"LinkByCode", 1, func() error { _, err := s.LinkByCode(ctx, "", "c0-0"); return err }},
		{"Link", 1, func() error { _, err := s.Link(ctx, "", "0 0"); return err }},
		{"LinkByNumber", 1, func() error { _, err := s.LinkByNumber(ctx, 64); return err }},
		{"CountLinks", 1, func() error { _, err := s.CountLinks(ctx, ""); return err }},
		{"UseLink", 1, func() error { _, err := s.UseLink(ctx, 64, 100); return err }},
		{"Renew", 3, func() error { _, err := lease.Renew(ctx); return err }},
		{"UpdateClicks", 2, func() error { return lease.UpdateClicks(ctx, fill) }},
		{"CreateLinks", 11, func() error { return s.CreateLinks(ctx, hundred(1)...) }},
		{"ListLinks", 7, func() error { _, err := s.ListLinks(ctx, linkpack.LinkQuery{}); return err }},
		{"ListLinks by name", 7, func() error { _, err := s.ListLinks(ctx, linkpack.LinkQuery{Sort: linkpack.SortName}); return err }},
		{"VisitorIdentities", 1, func() error { _, err := s.VisitorIdentities(ctx, "", ids); return err }},
		{"VisitorsByIdentity", 4, func() error { _, err := s.VisitorsByIdentity(ctx, "", ids); return err }},
		{"ChangesAfter", 7, func() error { _, err := s.ChangesAfter(ctx, 0, 0); return err }},
		{"ChangesAfter without news", 1, func() error { _, err := s.ChangesAfter(ctx, 300, 0); return err }},
	}
}

// hundred returns a hundred new links.
func hundred(n int) (all []*linkpack.Link) {
	for i := range 100 {
		all = append(all, &linkpack.Link{ID: fmt.Sprint(n, i), ShortCode: fmt.Sprint("c", n, "-", i)})
	}
	return all
}

// names returns n names.
func names(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint("name", i))
	}
	return all
}

// meet adds a visitor for each of some names, which is its id and its identity.
func meet(t *testing.T, s linkpack.Store, names []string) {
	t.Helper()
	for _, name := range names {
		_, err := s.JoinVisitors(t.Context(), "", "", []string{name}, linkpack.Edit{}, func([]*linkpack.Visitor) (*linkpack.Visitor, error) {
			return &linkpack.Visitor{ID: name, Revision: 1}, nil
		})
		check(t, err)
	}
}

// fill writes rows of all tables of a lane.
func fill(tx analytics.Tx) error {
	for _, table := range analytics.Tables() {
		for n := range 100 {
			if err := tx.Put(table, []byte{byte(n + 1)}, []byte("value")); err != nil {
				return err
			}
		}
	}
	return nil
}
