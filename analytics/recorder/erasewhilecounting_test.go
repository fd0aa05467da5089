package recorder_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// interposed is a store that calls a function before a view. It must be safe for
// concurrent use.
type interposed struct {
	analytics.Store
	views  atomic.Int64
	before func(view int64)
}

// ViewClicks implements [analytics.Store].
func (s *interposed) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	if n := s.views.Add(1); s.before != nil {
		s.before(n)
	}
	return s.Store.ViewClicks(ctx, fn)
}

// TestClicksThatAreErasedWhileTheyAreCountedAreNoDamage erases between two pages
// of the log.
func TestClicksThatAreErasedWhileTheyAreCountedAreNoDamage(t *testing.T) {
	store := &interposed{Store: memory.New()}
	r := open(t, store, nil)
	hits := func(yield func(analytics.Hit, error) bool) {
		for range 20_000 {
			h := hit(3)
			h.Visit.Time = noon
			if !yield(h, nil) {
				return
			}
		}
	}
	if _, err := r.Import(t.Context(), hits); err != nil {
		t.Fatal(err)
	}
	for view := range int64(4) {
		var erased atomic.Bool // several goroutines read the log
		begin := store.views.Load()
		store.before = func(n int64) {
			if n != begin+view+1 || !erased.CompareAndSwap(false, true) {
				return
			}
			if err := r.EraseClicks(context.Background(), []uint32{3}); err != nil {
				t.Error(err)
			}
		}
		s, err := r.Stats(t.Context(), analytics.Query{
			Links: []uint32{3}, From: noon, To: noon.Add(time.Hour),
			Filter: map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}},
		})
		if err != nil {
			t.Fatalf("before view %d: %v", view, err)
		}
		if erased.Load() && (s.Clicks() != 0 || !s.Gone.IsZero()) {
			t.Errorf("before view %d: %d clicks, gone until %v", view, s.Clicks(), s.Gone)
		}
		if _, err := r.Import(t.Context(), hits); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnErasureThatIsReportedAsFailedIsWhole erases while each commit is done and
// reported as failed.
func TestAnErasureThatIsReportedAsFailedIsWhole(t *testing.T) {
	store := &shaky{Store: memory.New()}
	r := fewLinks(t, store)
	r = reopen(t, r, store, func(analytics.Tx) error { return nil }) // it is folded
	clickOn(t, r, []uint32{3, 7}, noon.AddDate(0, 0, -1), noon)
	store.decide(func() fate { return liesAbout })
	err := r.EraseClicks(t.Context(), []uint32{3})
	store.decide(func() fate { return passes })
	if !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
	wantClean(t, r)
	if clicks := newest(t, r, 3, -1); len(clicks) != 0 {
		t.Errorf("%d clicks are left", len(clicks))
	}
	clickOn(t, r, []uint32{3}, noon.AddDate(0, 0, -1), noon)
	r = reopen(t, r, store, func(analytics.Tx) error { return nil })
	wantClean(t, r)
	if of3, of7 := len(newest(t, r, 3, -1)), len(newest(t, r, 7, -1)); of3 != 2 || of7 != 8 {
		t.Errorf("there are %d clicks of the erased link and %d of the other, want 2 and 8", of3, of7)
	}
}
