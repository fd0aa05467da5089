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
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
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

// TestErasingReachesAllLanes erases clicks of lanes that others have, that nobody has, and
// of a process that has died.
func TestErasingReachesAllLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(4)
		var all []*recorder.Recorder
		for range 3 {
			r, err := recorder.Open(t.Context(), store, silent())
			if err != nil {
				t.Fatal(err)
			}
			record(t, r, hit(1), hit(2))
			all = append(all, r)
		}
		own, other, closed := all[0], all[1], all[2]
		defer own.Close(t.Context())
		defer other.Close(t.Context())
		if err := closed.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		died, err := store.LeaseLane(t.Context(), closed.Metrics().Lane, "a process that dies")
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(10*time.Second, func() { store.Expire(died.Lane()) })
		if err := other.Record(t.Context(), hit(1)); err != nil { // in the queue
			t.Fatal(err)
		}
		begin := time.Now()
		if err := own.EraseClicks(t.Context(), []uint32{1}); err != nil {
			t.Fatal(err)
		}
		if time.Since(begin) < 10*time.Second {
			t.Error("it did not wait for the process that died")
		}
		for _, r := range []*recorder.Recorder{own, other} {
			if got := clicks(t, r); got != 0 {
				t.Errorf("%d clicks are left", got)
			}
		}
		s, err := own.Stats(t.Context(), analytics.Query{Links: []uint32{2}, From: noon, To: noon.Add(time.Second)})
		if err != nil || s.Clicks() != 3 {
			t.Errorf("the other link has %v clicks, %v", s, err)
		}
	})
}

// TestAnErasureThatIsInterruptedIsDoneLater ends the context of an erasure before another
// process has done its part.
func TestAnErasureThatIsInterruptedIsDoneLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(4)
		own, other := open(t, store, silent()), open(t, store, silent())
		record(t, own, hit(1))
		record(t, other, hit(1))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := own.EraseClicks(ctx, []uint32{1}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		time.Sleep(2 * time.Second)
		for _, r := range []*recorder.Recorder{own, other} {
			if got := clicks(t, r); got != 0 {
				t.Errorf("%d clicks are left", got)
			}
		}
	})
}

// TestTheLaneOfAProcessThatDiedIsFolded leaves pending clicks and a request in a lane whose
// lease runs out. One of the others does what is to be done.
func TestTheLaneOfAProcessThatDiedIsFolded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(3)
		p := &process{Store: store}
		dies, err := recorder.Open(t.Context(), p, silent())
		if err != nil {
			t.Fatal(err)
		}
		defer dies.Close(ended(t))
		keepers := []*recorder.Recorder{open(t, store, silent()), open(t, store, silent())}
		record(t, dies, hit(1), hit(2))
		p.dead.Store(true)
		lane := dies.Metrics().Lane
		erase := analytics.Request{ID: "erase", Kind: analytics.RequestErase, Value: clicklog.LinksRequest([]uint32{2})}
		if err := store.Ask(t.Context(), []analytics.Lane{lane}, erase); err != nil {
			t.Fatal(err)
		}
		store.Expire(lane)
		time.Sleep(10 * time.Second)
		asked, err := store.Asked(t.Context(), []analytics.Lane{lane}, erase.ID)
		if err != nil || len(asked) > 0 {
			t.Errorf("the request is left: %v, %v", asked, err)
		}
		adopted := uint64(0)
		for _, k := range keepers {
			adopted += k.Metrics().LanesAdopted
			if got := clicks(t, k); got != 1 {
				t.Errorf("%d clicks, want 1", got)
			}
		}
		if adopted != 1 {
			t.Errorf("the lane was adopted %d times", adopted)
		}
	})
}

// TestAProcessThatWasStoppedGoesOn lets the lane of a recorder be folded by another one,
// while it does nothing. It writes on in the lane, which is free.
func TestAProcessThatWasStoppedGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(2)
		p := &process{Store: store}
		stopped, keeper := open(t, p, silent()), open(t, store, silent())
		record(t, stopped, hit(1))
		p.dead.Store(true)
		lane := stopped.Metrics().Lane
		store.Expire(lane)
		time.Sleep(10 * time.Second)
		p.dead.Store(false)
		time.Sleep(2 * time.Second) // it finds out by itself
		if m := stopped.Metrics(); m.Lane != lane || m.LanesLost != 1 || m.Pending != 0 {
			t.Errorf("the metrics are %+v", m)
		}
		record(t, stopped, hit(1))
		for _, r := range []*recorder.Recorder{stopped, keeper} {
			if got := clicks(t, r); got != 2 {
				t.Errorf("%d clicks, want 2", got)
			}
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

// TestAnErasureInALostLaneIsDoneByTheNextOwner loses the lane in the middle of an erasure.
func TestAnErasureInALostLaneIsDoneByTheNextOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(3)
		p := &process{Store: store}
		r := open(t, p, silent())
		record(t, r, hit(1), hit(2))
		time.Sleep(15 * time.Second) // everything is folded
		var second *recorder.Recorder
		p.next(func(commit func() error) error {
			store.Expire(r.Metrics().Lane)
			second = open(t, store, silent())
			return commit()
		})
		if err := r.EraseClicks(t.Context(), []uint32{1}); err != nil {
			t.Error(err)
		}
		for _, r := range []*recorder.Recorder{r, second} {
			if got := clicks(t, r); got != 0 {
				t.Errorf("%d clicks are left", got)
			}
		}
	})
}

// TestRetentionReachesALaneThatNobodyOpens closes a recorder whose clicks grow old.
func TestRetentionReachesALaneThatNobodyOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(3)
		opts := silent()
		opts.Retention = 24 * time.Hour
		open(t, store, opts)
		closed, err := recorder.Open(t.Context(), store, opts)
		if err != nil {
			t.Fatal(err)
		}
		h := hit(1)
		h.Visit.Time = time.Now()
		record(t, closed, h)
		lane := closed.Metrics().Lane
		if err := closed.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if rowsOfLog(t, store, lane) == 0 {
			t.Error("the log has no rows")
		}
		time.Sleep(72 * time.Hour)
		if n := rowsOfLog(t, store, lane); n > 0 {
			t.Errorf("the log still has %d rows", n)
		}
	})
}

// rowsOfLog returns the number of rows in the log of a lane.
func rowsOfLog(t *testing.T, store analytics.Store, lane analytics.Lane) (n int) {
	t.Helper()
	err := store.ViewClicks(t.Context(), func(v analytics.View) error {
		for _, err := range v.Lane(lane).Scan(analytics.TableLog, nil, nil) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
