package postgres_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// load is what goroutines write while something happens to the server, and what was
// acknowledged.
type load struct {
	store   linkpack.Store
	lease   analytics.Lease
	running sync.WaitGroup
	stopped atomic.Bool
	number  uint32       // of the link that is used
	links   atomic.Int64 // the last one that was created
	clicks  atomic.Int64 // the last row of the lane, and the value of its counter
	uses    atomic.Int64
	failed  atomic.Int64
	codes   sync.Map // the codes of the database's errors
}

// newLoad returns a load that has not begun.
func newLoad(t *testing.T, p *pgxpool.Pool) *load {
	t.Helper()
	l := &load{store: handle(t, p)}
	first := &linkpack.Link{ID: "first", ShortCode: "first"}
	check(t, l.store.CreateLinks(t.Context(), first))
	lease, err := l.store.LeaseLane(t.Context(), 0, "load")
	check(t, err)
	l.lease, l.number = lease, first.Number
	return l
}

// begin begins to write.
func (l *load) begin(ctx context.Context) {
	for _, write := range []func(context.Context) error{l.createLink, l.countClick, l.use} {
		l.running.Go(func() { l.repeat(ctx, write) })
	}
}

// end waits until everything was written some more times after what has happened, and
// compares what the store has with what was acknowledged. Each time that the server died, a
// use may have been counted and not acknowledged.
func (l *load) end(t *testing.T, deaths int64) {
	t.Helper()
	l.progress(t)
	l.stopped.Store(true)
	l.running.Wait()
	if l.failed.Load() == 0 {
		t.Error("no write failed")
	}
	l.audit(t, deaths)
	check(t, l.store.Close())
}

// repeat writes until it is stopped. After an error, it writes the same again.
func (l *load) repeat(ctx context.Context, write func(context.Context) error) {
	for !l.stopped.Load() {
		if err := write(ctx); err != nil {
			if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
				l.codes.Store(pg.Code, true)
			}
			l.failed.Add(1)
			time.Sleep(time.Millisecond)
		}
	}
}

func (l *load) createLink(ctx context.Context) error {
	next := l.links.Load() + 1
	err := l.store.CreateLinks(ctx, &linkpack.Link{ID: fmt.Sprint(next), ShortCode: fmt.Sprint("c", next)})
	if err == nil || errors.Is(err, linkpack.ErrExists) {
		l.links.Store(next)
		return nil
	}
	return err
}

// countClick adds a row and raises a counter from what was acknowledged, or leaves both if
// the last call has done so.
func (l *load) countClick(ctx context.Context) error {
	next := uint64(l.clicks.Load() + 1)
	err := l.lease.UpdateClicks(ctx, func(tx analytics.Tx) error {
		value, err := tx.Get(analytics.TableMeta, []byte("counter"))
		if err != nil {
			return err
		}
		if len(value) == 8 && binary.BigEndian.Uint64(value) >= next {
			return nil
		}
		number := binary.BigEndian.AppendUint64(nil, next)
		return errors.Join(tx.Put(analytics.TableLog, number, noise(1000)), tx.Put(analytics.TableMeta, []byte("counter"), number))
	})
	if err == nil {
		l.clicks.Store(int64(next))
	}
	return err
}

// noise returns bytes that cannot be compressed.
func noise(n int) []byte {
	bytes := make([]byte, 0, n+8)
	for len(bytes) < n {
		bytes = binary.BigEndian.AppendUint64(bytes, rand.Uint64())
	}
	return bytes
}

func (l *load) use(ctx context.Context) error {
	_, err := l.store.UseLink(ctx, l.number, 1<<31)
	if err == nil {
		l.uses.Add(1)
	}
	return err
}

// progress waits until everything was written some more times.
func (l *load) progress(t *testing.T) {
	t.Helper()
	links, clicks, uses := l.links.Load(), l.clicks.Load(), l.uses.Load()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if l.links.Load() > links+20 && l.clicks.Load() > clicks+20 && l.uses.Load() > uses+20 {
			return
		}
	}
	t.Fatalf("writing does not go on after %d failures", l.failed.Load())
}

// fails waits until some more writes have failed, at least one of them with a code.
func (l *load) fails(t *testing.T, code string) {
	t.Helper()
	failed := l.failed.Load()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if _, ok := l.codes.Load(code); ok && l.failed.Load() > failed+20 {
			return
		}
	}
	t.Fatalf("after %d failures, none has the code %s", l.failed.Load(), code)
}

// audit compares what the store has with what was acknowledged.
func (l *load) audit(t *testing.T, deaths int64) {
	t.Helper()
	n, err := l.store.CountLinks(t.Context(), "")
	check(t, err)
	if got, want := int64(n), l.links.Load()+1; got != want {
		t.Errorf("%d links, want %d", got, want)
	}
	rows, err := l.store.ChangesAfter(t.Context(), 0, 0)
	check(t, err)
	if len(rows) != n {
		t.Errorf("%d rows of the change log for %d links", len(rows), n)
	}
	uses, err := l.store.LinkUses(t.Context(), l.number)
	check(t, err)
	if got, least := int64(uses), l.uses.Load(); got < least || got > least+deaths {
		t.Errorf("%d uses, want %d, and at most %d more", got, least, deaths)
	}
	check(t, l.lease.UpdateClicks(t.Context(), l.auditLane))
}

// auditLane compares the rows of the lane and its counter with what was acknowledged.
func (l *load) auditLane(tx analytics.Tx) error {
	want := l.clicks.Load()
	value, err := tx.Get(analytics.TableMeta, []byte("counter"))
	if err != nil {
		return err
	}
	if len(value) != 8 || int64(binary.BigEndian.Uint64(value)) != want {
		return fmt.Errorf("the counter is %x, want %d", value, want)
	}
	found := int64(0)
	for _, err := range tx.Scan(analytics.TableLog, nil, nil) {
		if err != nil {
			return err
		}
		found++
	}
	if found != want {
		return fmt.Errorf("the lane has %d rows, want %d", found, want)
	}
	return nil
}
