package recorder_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

func contains(err error, part string) bool { return strings.Contains(err.Error(), part) }

// small opens a recorder with room for ten hits on a store that can be broken.
func small(t *testing.T, waits bool) (*recorder.Recorder, *shaky) {
	store := &shaky{Store: memory.New()}
	r := open(t, store, &analytics.Options{
		QueueSize: 10, Sync: waits,
		Clock:  func() time.Time { return noon },
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	return r, store
}

// day asks for the statistics of link 1 on the day of noon.
func day(t *testing.T, r *recorder.Recorder) *analytics.Stats {
	t.Helper()
	s, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{1}, From: noon, To: noon.Add(time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFullQueueWaitsThenLosesAndSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, store := small(t, false)
		store.broken.Store(true)
		var waited []time.Duration
		for range 25 { // ten are being tried, ten wait, five find no room
			begin := time.Now()
			if err := r.Record(t.Context(), hit(1)); err != nil {
				if !errors.Is(err, analytics.ErrLost) {
					t.Fatal(err)
				}
				waited = append(waited, time.Since(begin))
			}
			synctest.Wait()
		}
		for _, d := range waited {
			if d != 250*time.Millisecond {
				t.Errorf("waited %v", d)
			}
		}
		lost := uint64(len(waited))
		if m := r.Metrics(); m.Lost != lost || lost == 0 || m.Failures == 0 {
			t.Errorf("%d were lost: %+v", lost, m)
		}
		store.broken.Store(false)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s := day(t, r); s.Clicks() != 25-lost || s.Lost != lost {
			t.Errorf("%d clicks and %d lost, want %d and %d", s.Clicks(), s.Lost, 25-lost, lost)
		}
	})
}

func TestLostClicksAreRememberedByTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, store := small(t, false)
		store.broken.Store(true)
		for range 23 {
			_ = r.Record(t.Context(), hit(1)) // some are lost
			synctest.Wait()
		}
		lost := r.Metrics().Lost
		store.broken.Store(false)
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s := day(t, open(t, store, nil)); s.Lost != lost || lost == 0 {
			t.Errorf("%d are known to be lost, want %d", s.Lost, lost)
		}
	})
}

func TestRequestThatIsGoneDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, store := small(t, false)
		store.broken.Store(true)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		begin := time.Now()
		var err error
		for err == nil {
			err = r.Record(ctx, hit(1))
			synctest.Wait()
		}
		if !errors.Is(err, analytics.ErrLost) || time.Since(begin) != 20*time.Millisecond {
			t.Errorf("got %v after %v", err, time.Since(begin))
		}
		store.broken.Store(false)
	})
}

func TestSyncRecordReturnsWhenTheClickIsStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, store := small(t, true)
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if err := r.Record(t.Context(), hit(1)); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if m := r.Metrics(); m.Recorded != 50 {
			t.Errorf("%d clicks are stored", m.Recorded)
		}

		store.broken.Store(true)
		begin := time.Now()
		if err := r.Record(t.Context(), hit(1)); !errors.Is(err, analytics.ErrLate) || time.Since(begin) != 250*time.Millisecond {
			t.Errorf("got %v after %v, want ErrLate after 250 ms", err, time.Since(begin))
		}
		store.broken.Store(false)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if m := r.Metrics(); m.Recorded != 51 || m.Lost != 0 {
			t.Errorf("the late click is not stored: %+v", m)
		}
	})
}

func TestBatchedClickIsStoredWithin100Milliseconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := small(t, false)
		for n := range uint64(20) {
			if err := r.Record(t.Context(), hit(1)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(100 * time.Millisecond)
			synctest.Wait()
			if m := r.Metrics(); m.Recorded != n+1 {
				t.Fatalf("%d clicks are stored, want %d", m.Recorded, n+1)
			}
		}
	})
}

func TestEverySliceIsFoldedWithinACycle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := small(t, false)
		for link := range uint32(10) {
			record(t, r, hit(link*256))
		}
		time.Sleep(11 * time.Second)
		synctest.Wait()
		if m := r.Metrics(); m.Pending != 0 || m.Folds != 10 {
			t.Errorf("after a cycle: %+v", m)
		}
	})
}

// unfoldable is a transaction in which no fold succeeds.
type unfoldable struct{ analytics.Tx }

// Put implements [analytics.Tx].
func (tx unfoldable) Put(table analytics.Table, key, value []byte) error {
	if table == analytics.TableRollups {
		return errBroken
	}
	return tx.Tx.Put(table, key, value)
}

// TestAFailingFoldIsTriedOnceInASecond records hits while more clicks than bounded wait
// to be folded.
func TestAFailingFoldIsTriedOnceInASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failing := func(ctx context.Context, fn func(analytics.Tx) error, next update) error {
			return next(ctx, func(tx analytics.Tx) error { return fn(unfoldable{tx}) })
		}
		r, _, err := recorder.OpenWithFewPending(t.Context(), leasing{memory.New(), failing}, quiet(), 1, false)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := r.Close(t.Context()); !errors.Is(err, errBroken) {
				t.Errorf("closing it: %v", err)
			}
		}()
		for range 1000 { // in 5 seconds
			if err := r.Record(t.Context(), hit(1)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(5 * time.Millisecond)
		}
		if m := r.Metrics(); m.Recorded < 990 || m.Failures == 0 || m.Failures > 10 {
			t.Errorf("%d hits were recorded and %d folds failed", m.Recorded, m.Failures)
		}
	})
}

func TestFlushEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, store := small(t, false)
		store.broken.Store(true)
		if err := r.Record(t.Context(), hit(1)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := r.Flush(ctx); !errors.Is(err, analytics.ErrLate) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		store.broken.Store(false)
	})
}

// TestCloseWhileRecording is about hits that come while the recorder closes:
// each is stored or refused.
func TestCloseWhileRecording(t *testing.T) {
	for _, waits := range []bool{false, true} {
		store := memory.New()
		r, err := recorder.Open(t.Context(), store, &analytics.Options{Sync: waits})
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		var mu sync.Mutex
		var stored uint64
		begun := make(chan struct{}, 8)
		for range 8 {
			group.Go(func() {
				for {
					err := r.Record(t.Context(), hit(1))
					switch {
					case errors.Is(err, analytics.ErrClosed):
						return
					case errors.Is(err, analytics.ErrLost): // the machine is busy
						continue
					case err != nil && !errors.Is(err, analytics.ErrLate):
						t.Error(err)
					}
					mu.Lock()
					stored++
					mu.Unlock()
					select {
					case begun <- struct{}{}:
					default:
					}
				}
			})
		}
		<-begun
		time.Sleep(20 * time.Millisecond)
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		group.Wait()
		if s := day(t, open(t, store, nil)); s.Clicks() != stored || stored == 0 {
			t.Errorf("%d clicks are stored, %d were accepted", s.Clicks(), stored)
		}
	}
}
