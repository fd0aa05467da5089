package postgres_test

import (
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// How a connection is cut at a commit.
const (
	whole  = iota
	before // the commit never arrives
	behind // the commit arrives and is done, but the answer does not come back
)

// cutter cuts the connections of a pool at the next commit when it is told to. It is also
// their tracer, which knows when a commit is sent.
type cutter struct {
	how  atomic.Int32
	sent atomic.Int32 // how to cut what is sent now
}

func (c *cutter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, b pgx.TraceBatchStartData) context.Context {
	for _, q := range b.Batch.QueuedQueries {
		if q.SQL == "commit" {
			c.sent.Store(c.how.Swap(whole))
		}
	}
	return ctx
}

func (c *cutter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (c *cutter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

func (c *cutter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}

func (c *cutter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// cuttable returns a pool to the schema of another one, whose connection can be cut. There
// is one at a time, which knows the statements that were sent before.
func cuttable(tb testing.TB, p *pgxpool.Pool) (*pgxpool.Pool, *cutter) {
	tb.Helper()
	c, config := new(cutter), p.Config()
	dial := config.ConnConfig.DialFunc
	config.ConnConfig.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		return &cutConn{Conn: conn, cutter: c}, err
	}
	config.MaxConns = 1
	config.ConnConfig.Tracer = c
	cut, err := pgxpool.NewWithConfig(tb.Context(), config)
	check(tb, err)
	tb.Cleanup(cut.Close)
	return cut, c
}

// cutConn is a connection that can be cut.
type cutConn struct {
	net.Conn
	cutter *cutter
	cut    atomic.Bool
}

func (c *cutConn) Write(data []byte) (int, error) {
	switch c.cutter.sent.Swap(whole) {
	case before:
		return 0, errors.Join(io.ErrClosedPipe, c.Close())
	case behind:
		c.cut.Store(true)
	}
	return c.Conn.Write(data)
}

// Read waits for the answer that it does not pass on.
func (c *cutConn) Read(data []byte) (int, error) {
	n, err := c.Conn.Read(data)
	if err == nil && c.cut.Load() {
		return 0, errors.Join(io.ErrUnexpectedEOF, c.Close())
	}
	return n, err
}

// TestACommitInDoubtIsDoneOnceOrNotAtAll cuts the connection before or behind the commit of
// an update. It is an error in both cases. The lane says what was written.
func TestACommitInDoubtIsDoneOnceOrNotAtAll(t *testing.T) {
	for name, c := range map[string]struct {
		how  int32
		want string
	}{"before": {before, ""}, "behind": {behind, "1"}} {
		t.Run(name, func(t *testing.T) {
			p, cutter := cuttable(t, migrated(t))
			s := handle(t, p)
			defer s.Close()
			lease, err := s.LeaseLane(t.Context(), 0, "in doubt")
			check(t, err)
			check(t, lease.UpdateClicks(t.Context(), put("prepared", "")))
			runs := 0
			err = lease.UpdateClicks(t.Context(), func(tx analytics.Tx) error {
				runs++
				cutter.how.Store(c.how)
				return put("a", "1")(tx)
			})
			if err == nil || runs != 1 {
				t.Errorf("it ran %d times: %v", runs, err)
			}
			check(t, lease.UpdateClicks(t.Context(), func(tx analytics.Tx) error {
				got, err := tx.Get(analytics.TableLog, []byte("a"))
				if string(got) != c.want {
					t.Errorf("the row is %q, want %q", got, c.want)
				}
				return err
			}))
		})
	}
}

func TestALinkInDoubtIsCreatedOnceOrNotAtAll(t *testing.T) {
	for name, c := range map[string]struct {
		how  int32
		want error // of creating it again
	}{"before": {before, nil}, "behind": {behind, linkpack.ErrExists}} {
		t.Run(name, func(t *testing.T) {
			p, cutter := cuttable(t, migrated(t))
			s := handle(t, p)
			defer s.Close()
			ctx := t.Context()
			check(t, s.CreateLinks(ctx, &linkpack.Link{ID: "1", ShortCode: "x"}))
			rename := func(code string, how int32) error {
				_, err := s.UpdateLinks(ctx, "", []string{"1"}, func(_ int, l *linkpack.Link) error {
					l.ShortCode, l.Revision = code, l.Revision+1
					cutter.how.Store(how)
					return nil
				})
				return err
			}
			check(t, rename("prepared", whole))
			if err := rename("y", c.how); err == nil {
				t.Error("the update succeeded")
			}
			if err := s.CreateLinks(ctx, &linkpack.Link{ID: "2", ShortCode: "y"}); !errors.Is(err, c.want) {
				t.Errorf("creating a link with the new code: %v, want %v", err, c.want)
			}
			if n, err := s.CountLinks(ctx, ""); err != nil || (n == 1) != (c.want != nil) {
				t.Errorf("%d links, %v", n, err)
			}
		})
	}
}

func TestAUseInDoubtIsCountedAtMostOnce(t *testing.T) {
	for name, c := range map[string]struct {
		how  int32
		want uint32
	}{"before": {before, 0}, "behind": {behind, 1}} {
		t.Run(name, func(t *testing.T) {
			p, cutter := cuttable(t, migrated(t))
			s := handle(t, p)
			defer s.Close()
			ctx := t.Context()
			check(t, s.CreateLinks(ctx, &linkpack.Link{ID: "1", ShortCode: "x"}))
			_, err := s.UseLink(ctx, 0, 1) // prepares the statements
			check(t, err)
			l, err := s.Link(ctx, "", "1")
			check(t, err)
			cutter.how.Store(c.how)
			if _, err := s.UseLink(ctx, l.Number, 5); err == nil {
				t.Error("the use succeeded")
			}
			if uses, err := s.LinkUses(ctx, l.Number); err != nil || uses != c.want {
				t.Errorf("%d uses, %v, want %d", uses, err, c.want)
			}
		})
	}
}

// TestAConflictRunsTheFunctionAgain changes a link through another handle in the middle of
// an update, which would lose that change otherwise.
func TestAConflictRunsTheFunctionAgain(t *testing.T) {
	p := migrated(t)
	ours, theirs := handle(t, p), handle(t, p)
	defer ours.Close()
	defer theirs.Close()
	ctx := t.Context()
	check(t, ours.CreateLinks(ctx, &linkpack.Link{ID: "1", ShortCode: "x"}))
	runs := 0
	changed, err := ours.UpdateLinks(ctx, "", []string{"1"}, func(_ int, l *linkpack.Link) error {
		if runs++; runs == 1 {
			_, err := theirs.UpdateLinks(ctx, "", []string{"1"}, func(_ int, l *linkpack.Link) error {
				l.Name = "theirs"
				return nil
			})
			check(t, err)
		}
		l.Notes = "ours"
		return nil
	})
	check(t, err)
	if l := changed[0]; runs != 2 || l.Name != "theirs" || l.Notes != "ours" {
		t.Errorf("after %d runs: %q, %q", runs, l.Name, l.Notes)
	}
}
