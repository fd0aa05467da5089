package recorder_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestClicksThatAreFoldedWhileEventsAreRead has links 256 and 512, which are in different
// slices, clicked just before the store is read, the second with a new plan. Only the first
// is folded by then, so that the log is read up to a click whose plan is not stored.
func TestClicksThatAreFoldedWhileEventsAreRead(t *testing.T) {
	for _, ascending := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			store := &interposed{Store: memory.New()}
			r := open(t, store, quiet())
			for range 5 {
				record(t, r, hit(256), hit(512))
			}
			time.Sleep(time.Minute) // all are folded
			synctest.Wait()
			read := store.views.Load()
			store.before = func(view int64) {
				if view == read+1 {
					changed := hit(512)
					changed.Plan.Revision = 2
					record(t, r, hit(256), changed)
					awaitFold(t, r)
				}
			}
			if seen := eventsOfPages(t, r, ascending); seen < 10 {
				t.Errorf("ascending %v: %d of 10 events that were recorded before", ascending, seen)
			}
		})
	}
}

// awaitFold waits until one of two slices is folded.
func awaitFold(t *testing.T, r *recorder.Recorder) {
	t.Helper()
	for begin := time.Now(); r.Metrics().Pending != 1; time.Sleep(time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("%d clicks are pending", r.Metrics().Pending)
		}
	}
}

// eventsOfPages returns the number of events of links 256 and 512, read in pages.
func eventsOfPages(t *testing.T, r *recorder.Recorder, ascending bool) (seen int) {
	t.Helper()
	for q := (analytics.EventQuery{Links: []uint32{256, 512}, Limit: 8, Ascending: ascending}); ; {
		page, next, err := r.Events(t.Context(), q)
		if err != nil {
			t.Fatalf("ascending %v: %v", ascending, err)
		}
		seen += len(page)
		if q.After = next; next == (analytics.EventPlace{}) {
			return seen
		}
	}
}
