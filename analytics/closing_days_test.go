package analytics_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDaysCloseWhileTheStoreFails has transactions fail at random while sums are
// made, and some be committed and reported as failed.
func TestDaysCloseWhileTheStoreFails(t *testing.T) {
	for seed := range uint64(24) {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t, seed, time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC))
			for range 25 {
				r.record(1 + r.IntN(20))
				r.flush()
				time.Sleep(10 * time.Second) // it is folded
				r.now = r.now.Add(time.Duration(r.IntN(90)) * time.Hour)
				r.store.decide(func() fate { return []fate{passes, passes, neverRuns, rollsBack, liesAbout}[r.IntN(5)] })
				if err := analytics.CloseDays(t.Context(), r.recorder); err != nil && !errors.Is(err, errBroken) {
					t.Fatal(err)
				}
				r.store.fate.Store(nil)
				r.importLate()
				r.compareMonths()
			}
			wantClean(t, r.recorder)
		})
	}
}

// TestDaysCloseWhileClicksComeLate imports clicks of days that are being closed.
func TestDaysCloseWhileClicksComeLate(t *testing.T) {
	begin := time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)
	opts := quiet()
	opts.Clock = func() time.Time { return begin.AddDate(0, 2, 3) }
	r := open(t, memory.New(), opts)
	var imports sync.WaitGroup
	for i := range 4 {
		imports.Go(func() {
			for n := range 20 {
				_, err := r.Import(context.Background(), func(yield func(analytics.Hit, error) bool) {
					for link := range uint32(300) {
						h := hit(link)
						h.Plan.Workspace = 5000 + link%2
						h.Visit.Time = begin.AddDate(0, 0, (17*n+int(link))%60)
						if !yield(h, nil) {
							return
						}
					}
				})
				if err != nil {
					t.Errorf("import %d: %v", i, err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { imports.Wait(); close(done) }()
	for going := true; going; {
		select {
		case <-done:
			going = false
		default:
		}
		if err := analytics.CloseDays(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	for workspace := range uint32(2) {
		s, err := r.Stats(t.Context(), analytics.Query{Workspace: 5000 + workspace, From: begin, To: begin.AddDate(0, 2, 0)})
		if err != nil || s.Clicks() != 4*20*150 {
			t.Errorf("%d clicks, want %d, %v", s.Clicks(), 4*20*150, err)
		}
	}
	wantClean(t, r)
}
