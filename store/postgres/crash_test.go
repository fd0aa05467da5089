package postgres_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// load is what goroutines write while the server is killed, and what was acknowledged.
type load struct {
	store   linkpack.Store
	lease   analytics.Lease
	stopped atomic.Bool
	links   atomic.Int64 // the last one that was created
	clicks  atomic.Int64 // the last value of a counter of the lane
	uses    atomic.Int64 // of link 1
	failed  atomic.Int64
}

// TestTheServerIsKilledUnderLoad kills the server twice while links, clicks and uses are
// written. Nothing acknowledged is lost, nothing is counted twice, and writing goes on by
// itself.
func TestTheServerIsKilledUnderLoad(t *testing.T) {
	server := own(t)
	p := pool(t, server.DSN())
	defer p.Close()
	ctx := t.Context()
	check(t, postgres.Migrate(ctx, p))
	l := &load{store: handle(t, p)}
	first := &linkpack.Link{ID: "first", ShortCode: "first"}
	check(t, l.store.CreateLinks(ctx, first))
	lease, err := l.store.LeaseLane(ctx, 0, "load")
	check(t, err)
	l.lease = lease
	var running sync.WaitGroup
	for _, write := range []func(context.Context) error{l.createLink, l.countClick, func(ctx context.Context) error { return l.use(ctx, first.Number) }} {
		running.Go(func() { l.repeat(ctx, write) })
	}
	for range 2 {
		l.progress(t)
		check(t, server.Kill())
		check(t, server.Run())
	}
	l.progress(t)
	l.stopped.Store(true)
	running.Wait()
	if l.failed.Load() == 0 {
		t.Error("no write failed while the server was dead")
	}
	l.audit(t, first.Number)
	check(t, l.store.Close())
}

// repeat writes until it is stopped. After an error, it writes the same again.
func (l *load) repeat(ctx context.Context, write func(context.Context) error) {
	for !l.stopped.Load() {
		if err := write(ctx); err != nil {
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

// countClick raises a counter from what was acknowledged, or leaves it if the last call has
// done so.
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
		return tx.Put(analytics.TableMeta, []byte("counter"), binary.BigEndian.AppendUint64(nil, next))
	})
	if err == nil {
		l.clicks.Store(int64(next))
	}
	return err
}

func (l *load) use(ctx context.Context, number uint32) error {
	_, err := l.store.UseLink(ctx, number, 1<<31)
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

// audit compares what the store has with what was acknowledged.
func (l *load) audit(t *testing.T, number uint32) {
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
	uses, err := l.store.LinkUses(t.Context(), number)
	check(t, err)
	if got, least := int64(uses), l.uses.Load(); got < least || got > least+2 {
		t.Errorf("%d uses, want %d, and one more for each time that the server was killed", got, least)
	}
	check(t, l.lease.UpdateClicks(t.Context(), func(tx analytics.Tx) error {
		value, err := tx.Get(analytics.TableMeta, []byte("counter"))
		if err == nil && (len(value) != 8 || int64(binary.BigEndian.Uint64(value)) != l.clicks.Load()) {
			t.Errorf("the counter is %x, want %d", value, l.clicks.Load())
		}
		return err
	}))
}
