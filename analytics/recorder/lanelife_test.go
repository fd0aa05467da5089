package recorder_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/lanetest"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

var errCut = errors.New("the connection was cut")

// silent says nothing about lanes that are lost on purpose.
func silent() *analytics.Options {
	return &analytics.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

// process is a store as one process has it.
type process struct {
	analytics.Store
	// update is called with each update of a lane, if it is set.
	update atomic.Pointer[func(commit func() error) error]
	// dead keeps the process from reaching its lane.
	dead atomic.Bool
}

// LeaseLane implements [analytics.Store].
func (p *process) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	if p.dead.Load() {
		return nil, errCut
	}
	l, err := p.Store.LeaseLane(ctx, lane, owner)
	if err != nil {
		return nil, err
	}
	return processLease{l, p}, nil
}

type processLease struct {
	analytics.Lease
	process *process
}

// UpdateClicks implements [analytics.Lease].
func (l processLease) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	if l.process.dead.Load() {
		return errCut
	}
	commit := func() error { return l.Lease.UpdateClicks(ctx, fn) }
	if around := l.process.update.Swap(nil); around != nil {
		return (*around)(commit)
	}
	return commit()
}

// Renew implements [analytics.Lease].
func (l processLease) Renew(ctx context.Context) ([]analytics.Request, error) {
	if l.process.dead.Load() {
		return nil, errCut
	}
	return l.Lease.Renew(ctx)
}

// next has the next update of a lane called by a function.
func (p *process) next(around func(commit func() error) error) { p.update.Store(&around) }

// clicks returns the clicks of link 1 that a recorder counts, after an audit.
func clicks(t *testing.T, r *recorder.Recorder) uint64 {
	t.Helper()
	a, err := r.Audit(t.Context(), analytics.Selection{})
	if err != nil || len(a.Findings) > 0 {
		t.Errorf("audit: %v, %v", a, err)
	}
	return day(t, r).Clicks()
}

// TestALaneThatIsLostIsLeft has another process take the lane of a recorder, which then
// goes on in another one. Every click counts once.
func TestALaneThatIsLostIsLeft(t *testing.T) {
	for name, lose := range map[string]func(take func(), commit func() error) error{
		"before an update":            func(take func(), commit func() error) error { take(); return commit() },
		"after an update":             func(take func(), commit func() error) error { defer take(); return commit() },
		"in doubt, and it is written": func(take func(), commit func() error) error { _ = commit(); take(); return errCut },
		"in doubt, and it is not":     func(take func(), _ func() error) error { take(); return errCut },
	} {
		for _, writes := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { loseLane(t, lose, writes) })
			})
		}
	}
}

// loseLane has a recorder lose its lane to another one, which may write something.
func loseLane(t *testing.T, lose func(take func(), commit func() error) error, writes bool) {
	store := lanetest.New(3)
	p := &process{Store: store}
	first := open(t, p, silent())
	record(t, first, hit(1), hit(1))
	lost := first.Metrics().Lane
	var second *recorder.Recorder
	p.next(func(commit func() error) error {
		return lose(func() {
			store.Expire(lost)
			second = open(t, store, silent())
			if writes {
				record(t, second, hit(1))
			}
		}, commit)
	})
	record(t, first, hit(1), hit(1), hit(1))
	record(t, first, hit(1))
	want := uint64(6)
	if writes {
		want++
	}
	for _, r := range []*recorder.Recorder{first, second} {
		if got := clicks(t, r); got != want {
			t.Errorf("%d clicks, want %d", got, want)
		}
	}
	m := first.Metrics()
	if second.Metrics().Lane != lost || m.Lane == lost || m.LanesLost != 1 || m.Recorded != 6 || m.Lost != 0 {
		t.Errorf("lane %d was lost; the metrics are %+v", lost, m)
	}
}

// TestARecorderWaitsForALaneWhenNoneIsFree loses the only lane. Clicks wait until it is
// free again.
func TestARecorderWaitsForALaneWhenNoneIsFree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(1)
		first := open(t, store, silent())
		record(t, first, hit(1))
		store.Expire(first.Metrics().Lane)
		second, err := recorder.Open(t.Context(), store, silent())
		if err != nil {
			t.Fatal(err)
		}
		if err := first.Record(t.Context(), hit(1)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		if err := second.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		record(t, first, hit(1))
		if got := clicks(t, first); got != 3 {
			t.Errorf("%d clicks, want 3", got)
		}
	})
}

// TestAnImportGoesOnInAnotherLane loses the lane in the middle of an import.
func TestAnImportGoesOnInAnotherLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(3)
		opts := silent()
		opts.Clock = func() time.Time { return noon.Add(time.Hour) }
		r := open(t, store, opts)
		var second *recorder.Recorder
		hits := func(yield func(analytics.Hit, error) bool) {
			for i := range 10_000 {
				if i == 5000 {
					store.Expire(r.Metrics().Lane)
					second = open(t, store, opts)
				}
				if !yield(hit(1), nil) {
					return
				}
			}
		}
		if n, err := r.Import(t.Context(), hits); n != 10_000 || err != nil {
			t.Errorf("%d were imported: %v", n, err)
		}
		for _, r := range []*recorder.Recorder{r, second} {
			if got := clicks(t, r); got != 10_000 {
				t.Errorf("%d clicks", got)
			}
		}
	})
}
