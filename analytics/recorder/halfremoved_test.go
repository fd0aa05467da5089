package recorder_test

import (
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestClicksThatAreBeingRemovedAreNotListed lists clicks of which retention has begun to
// remove some when the disk fails: their rows are still there.
func TestClicksThatAreBeingRemovedAreNotListed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shaky{Store: memory.New()}
		r := halfRemoved(t, store)
		for _, ascending := range []bool{false, true} {
			if n := listed(t, r.EachEvent(t.Context(), analytics.EventQuery{Links: []uint32{1}, Ascending: ascending})); n != 2 {
				t.Errorf("ascending %v: %d events, want 2", ascending, n)
			}
		}
		if n := listed(t, r.Clicks(t.Context(), 1)); n != 2 {
			t.Errorf("%d clicks, want 2", n)
		}
	})
}

// halfRemoved returns a recorder with four clicks of link 1. The first two are beyond
// retention, and noted as removed.
func halfRemoved(t *testing.T, store *shaky) *recorder.Recorder {
	t.Helper()
	opts := quiet()
	begin := time.Now()
	opts.Clock = func() time.Time { return noon.Add(time.Since(begin)) }
	r := open(t, store, opts)
	for range 4 {
		h := hit(1)
		h.Visit.Time = opts.Clock()
		record(t, r, h)
		time.Sleep(time.Hour)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	stored := len(rows(t, store, analytics.TableLog))
	failAfter(store, 1)
	opts.Retention = 150 * time.Minute
	r = open(t, store, opts)
	time.Sleep(time.Second)
	if n := len(rows(t, store, analytics.TableLog)); n != stored {
		t.Fatalf("%d rows of the log, there were %d", n, stored)
	}
	return r
}

// failAfter has a store fail after some updates.
func failAfter(store *shaky, updates int) {
	store.decide(func() fate {
		if updates--; updates >= 0 {
			return passes
		}
		return neverRuns
	})
}

// listed returns the number of clicks that are yielded.
func listed(t *testing.T, clicks iter.Seq2[analytics.Click, error]) (n int) {
	t.Helper()
	for _, err := range clicks {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}
