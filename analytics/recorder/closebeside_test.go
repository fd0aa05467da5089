package recorder_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDaysCloseBesideEverything records, imports, erases, audits and asks while days
// and months close, in goroutines of their own. It finds data races, and figures that
// are off afterwards.
func TestDaysCloseBesideEverything(t *testing.T) {
	begin := time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)
	var days atomic.Int64
	days.Store(40)
	now := func() time.Time { return begin.AddDate(0, 0, int(days.Load())) }
	opts := quiet()
	opts.Clock = now
	r := open(t, memory.New(), opts)
	const links, erased, rounds = 40, 3, 60
	at := func(link uint32, when time.Time) analytics.Hit {
		h := hit(link)
		h.Plan.Workspace = 5000 + link%2
		h.Visit.Time = when
		return h
	}
	var counts [links]atomic.Uint64
	var writers, others sync.WaitGroup
	done := make(chan struct{})
	beside := func(fn func() error) {
		others.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := fn(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 2 {
		writers.Go(func() {
			for n := range rounds * links {
				link := uint32(n % links)
				if err := r.Record(context.Background(), at(link, now())); err != nil {
					t.Error(err)
				}
				counts[link].Add(1)
			}
		})
	}
	writers.Go(func() {
		for n := range rounds {
			_, err := r.Import(context.Background(), func(yield func(analytics.Hit, error) bool) {
				for link := range uint32(links) {
					counts[link].Add(1)
					if !yield(at(link, begin.AddDate(0, 0, (17*n+int(link))%40)), nil) {
						return
					}
				}
			})
			if err != nil {
				t.Error(err)
			}
			if days.Add(1); n%5 == 0 {
				time.Sleep(time.Millisecond)
			}
		}
	})
	beside(func() error { return recorder.PackDays(context.Background(), r) })
	beside(func() error {
		time.Sleep(5 * time.Millisecond)
		return r.EraseClicks(context.Background(), []uint32{erased})
	})
	beside(func() error {
		_, err := r.Stats(context.Background(), analytics.Query{Workspace: 5001, From: begin, To: now().AddDate(0, 0, 1)})
		return err
	})
	beside(func() error {
		_, err := r.Totals(context.Background(), []uint32{1, 2, erased})
		return err
	})
	writers.Wait()
	close(done)
	others.Wait()
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.EraseClicks(t.Context(), []uint32{erased}); err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		var want [2]uint64
		totals, err := r.Totals(t.Context(), []uint32{0, 1, 2, erased})
		if err != nil {
			t.Fatal(err)
		}
		for link := range uint32(links) {
			n := counts[link].Load()
			if link == erased {
				n = 0
			}
			want[link%2] += n
			if link < 4 && totals[link][analytics.Human] != n {
				t.Errorf("%s: link %d has %v, want %d", when, link, totals[link], n)
			}
		}
		for i, n := range want {
			s, err := r.Stats(t.Context(), analytics.Query{Workspace: 5000 + uint32(i), From: begin, To: now().AddDate(0, 0, 1)})
			if err != nil || s.Clicks() != n {
				t.Errorf("%s: workspace %d has %d clicks, want %d, %v", when, i, s.Clicks(), n, err)
			}
		}
		wantClean(t, r)
	}
	check("open")
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	check("closed")
}
