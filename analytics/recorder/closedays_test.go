package recorder_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDaysCloseWhileTheStoreFails has transactions fail at random while sums are
// made, and some be committed and reported as failed.
func TestDaysCloseWhileTheStoreFails(t *testing.T) {
	for seed := range recorder.Seeds(8) {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t, seed, time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC))
			for range 25 {
				r.record(1 + r.IntN(20))
				r.flush()
				time.Sleep(11 * time.Second) // it is folded
				r.now = r.now.Add(time.Duration(r.IntN(90)) * time.Hour)
				r.store.decide(func() fate { return []fate{passes, passes, neverRuns, rollsBack, liesAbout}[r.IntN(5)] })
				if err := recorder.PackDays(t.Context(), r.recorder); err != nil && !errors.Is(err, errBroken) {
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
		if err := recorder.PackDays(t.Context(), r); err != nil {
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

// behind is a store that has something happen behind a view.
type behind struct {
	analytics.Store
	left int // views until then
	then func()
}

// ViewClicks implements [analytics.Store].
func (s *behind) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	err := s.Store.ViewClicks(ctx, fn)
	if then := s.then; then != nil {
		if s.left--; s.left < 0 {
			s.then = nil
			then()
		}
	}
	return err
}

// TestSumsThatWereReadTooEarlyAreNotWritten folds late clicks between the view that
// sums are made in and the transaction that writes them.
func TestSumsThatWereReadTooEarlyAreNotWritten(t *testing.T) {
	days := []time.Time{noon.AddDate(0, -2, 0), noon.AddDate(0, -1, 0), noon.AddDate(0, 0, -1)}
	for view := range 30 {
		synctest.Test(t, func(t *testing.T) {
			store := &behind{Store: memory.New()}
			opts := quiet()
			opts.Clock = func() time.Time { return noon.AddDate(0, 3, 0) }
			r := open(t, store, opts)
			clicks := func() {
				for _, link := range []uint32{3, 300, 301} {
					_, err := r.Import(t.Context(), func(yield func(analytics.Hit, error) bool) {
						for _, at := range days {
							h := hit(link)
							h.Plan.Workspace, h.Visit.Time = 302, at
							if !yield(h, nil) {
								return
							}
						}
					})
					if err != nil {
						t.Error(err)
					}
				}
				time.Sleep(11 * time.Second) // they are folded
			}
			clicks()
			store.left, store.then = view, clicks
			want := uint64(18)
			if err := recorder.PackDays(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			if store.then != nil {
				store.then, want = nil, 9
			}
			s, err := r.Stats(t.Context(), analytics.Query{Workspace: 302, From: days[0].AddDate(0, -1, 0), To: noon})
			if err != nil || s.Clicks() != want {
				t.Errorf("behind view %d: %d clicks, want %d, %v", view, s.Clicks(), want, err)
			}
			wantClean(t, r)
		})
	}
}
