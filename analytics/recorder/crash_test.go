package recorder_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// TestFailingTransactionsLoseAndDoubleNothing fails transactions at random:
// before they run, when they are undone, and when they are committed after all.
func TestFailingTransactionsLoseAndDoubleNothing(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, seed, noon)
				random := rand.New(rand.NewPCG(seed, 8))
				r.store.decide(func() fate {
					if random.IntN(3) > 0 {
						return passes
					}
					return fate(random.IntN(int(numFates)))
				})
				for range 15 {
					r.record(r.IntN(100))
					r.flush()
					time.Sleep(time.Duration(r.IntN(1000)) * time.Millisecond)
					r.compare()
				}
				r.store.fate.Store(nil)
				r.close()
				r.open()
				r.compare()
			})
		})
	}
}

// TestCrashLosesASuffix cuts the store off at a random transaction, which may
// have been committed, while more is recorded. What is there afterwards must be
// the beginning of what was recorded, and no flush that returned is undone.
func TestCrashLosesASuffix(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, seed, noon)
				r.record(r.IntN(200))
				r.flush()
				time.Sleep(time.Duration(r.IntN(6000)) * time.Millisecond)
				promised := len(r.model)
				left, last := r.IntN(4), fate(r.IntN(int(numFates)))
				r.store.decide(func() fate {
					if left--; left >= 0 {
						return passes
					}
					r.store.broken.Store(true)
					return last
				})
				for range 4 {
					r.record(r.IntN(100))
					time.Sleep(time.Duration(r.IntN(100)) * time.Millisecond)
				}
				r.crash()
				r.cutModel(promised)
				for range 5 {
					r.compare()
				}
				r.compareClicks()
			})
		})
	}
}

// cutModel takes what was lost off the end of the model.
func (r *run) cutModel(promised int) {
	r.Helper()
	stored := 0
	for _, link := range r.links {
		stored += len(newest(r.T, r.recorder, link, -1))
	}
	if stored < promised || stored > len(r.model) {
		r.Fatalf("%d clicks are stored, %d were promised, %d recorded", stored, promised, len(r.model))
	}
	r.model = r.model[:stored]
}

// compareClicks compares the clicks of every link with the model.
func (r *run) compareClicks() {
	r.Helper()
	for _, link := range r.links {
		var want []fact
		for _, f := range r.model {
			if f.link == link {
				want = append(want, f)
			}
		}
		slices.Reverse(want)
		got := newest(r.T, r.recorder, link, -1)
		same := slices.EqualFunc(got, want, func(c analytics.Click, f fact) bool {
			return c.Time.Equal(f.time) && c.Class == f.class && (c.Class == analytics.Blocked || c.Destination == f.values[analytics.ByDestination])
		})
		if !same {
			r.Errorf("link %d: %d clicks differ from %d that were recorded", link, len(got), len(want))
		}
		r.compareIDs(got)
	}
}

// compareIDs checks that ids are unique and rise with the time.
func (r *run) compareIDs(clicks []analytics.Click) {
	r.Helper()
	seen := map[string]bool{}
	for _, c := range clicks {
		if seen[c.ID] || len(c.ID) != 36 || c.ID[14] != '7' {
			r.Errorf("id %q", c.ID)
		}
		seen[c.ID] = true
	}
}

func TestClosedWithoutAStoreToWriteToTellsWhatIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t, 1, noon)
		r.store.broken.Store(true)
		r.record(10)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := r.recorder.Close(ctx)
		if err == nil || !contains(err, "10 clicks were not written") || !contains(err, errBroken.Error()) {
			t.Errorf("got %v", err)
		}
		if lost := r.recorder.Metrics().Lost; lost != 10 {
			t.Errorf("%d clicks are lost, want 10", lost)
		}
		r.store.broken.Store(false)
		r.open()
	})
}
