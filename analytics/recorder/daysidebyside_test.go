package recorder_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// aging returns options with a clock that begins at noon, and the start of that
// day.
func aging(retention time.Duration) (opts *analytics.Options, midnight time.Time) {
	begin := time.Now()
	opts = quiet()
	opts.Clock = func() time.Time { return noon.Add(time.Since(begin)) }
	opts.Retention = retention
	return opts, noon.Truncate(24 * time.Hour)
}

// TestDaysSideBySideHaveEachClickOnce has days that begin at 18:30 UTC, and every
// choice of clicks around that, with what is needed of the log and without.
func TestDaysSideBySideHaveEachClickOnce(t *testing.T) {
	minutes := []int{17*60 + 50, 18*60 + 10, 18*60 + 40, 19*60 + 5}
	for choice := range 1 << len(minutes) {
		synctest.Test(t, func(t *testing.T) {
			opts, midnight := aging(30 * time.Hour)
			r := open(t, memory.New(), opts)
			var want [2]uint64 // by day
			for i, minute := range minutes {
				if choice>>i&1 == 0 {
					continue
				}
				time.Sleep(midnight.Add(time.Duration(minute) * time.Minute).Sub(opts.Clock()))
				h := hit(3)
				h.Visit.Time = opts.Clock()
				record(t, r, h)
				want[i/2]++
			}
			check := func(mixed bool) {
				t.Helper()
				got := countriesOn(t, r, 28, 29)
				if got[0]+got[1] != want[0]+want[1] || !mixed && got != want {
					t.Errorf("clicks at %04b: the days have %v, want %v", choice, got, want)
				}
			}
			check(false)
			time.Sleep(72 * time.Hour)
			check(choice&0b110 == 0b110) // then the hour is the first day's
		})
	}
}

// countriesOn returns the clicks of link 3 by country, which all have one, on days
// in Kolkata.
func countriesOn(t *testing.T, r *recorder.Recorder, dates ...int) (clicks [2]uint64) {
	t.Helper()
	for i, date := range dates {
		from := time.Date(2026, 3, date, 0, 0, 0, 0, zone(t, "Asia/Kolkata"))
		s, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{3}, From: from, To: from.AddDate(0, 0, 1), Location: from.Location()})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range s.Breakdowns[analytics.ByCountry] {
			clicks[i] += c.Clicks
		}
	}
	return clicks
}

// TestClicksThatAreRemovedWhileTheyAreCounted removes what the second view of a
// query needs after the first, which reads a day of more links than one view has
// room for.
func TestClicksThatAreRemovedWhileTheyAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		opts, midnight := aging(30 * time.Hour)
		var pause atomic.Int64 // the view that waits until something is removed
		store := &interposed{Store: memory.New(), before: func(view int64) {
			if pause.CompareAndSwap(view, 0) {
				time.Sleep(3 * time.Minute)
			}
		}}
		r := open(t, store, opts)
		last := midnight.Add(18*time.Hour + 40*time.Minute)
		time.Sleep(last.Sub(opts.Clock()))
		links := make([]uint32, 4200)
		for i := range links {
			links[i] = uint32(i)
		}
		clickOn(t, r, links, midnight.Add(-4*time.Hour), last.Add(-30*time.Minute), last)
		time.Sleep(30*time.Hour - time.Minute)
		synctest.Wait()
		pause.Store(store.views.Load() + 2)
		from := time.Date(2026, 3, 28, 0, 0, 0, 0, zone(t, "Asia/Kolkata"))
		s, err := r.Stats(t.Context(), analytics.Query{Links: links, From: from, To: from.AddDate(0, 0, 1), Location: from.Location()})
		if err != nil {
			t.Fatal(err)
		}
		if pause.Load() != 0 || len(rows(t, store, analytics.TableLog)) > 0 {
			t.Fatal("nothing was removed meanwhile")
		}
		want := fmt.Sprintf("[{DE %d false}]", 3*len(links)) // the hour of the cut as a whole
		if got := fmt.Sprint(s.Breakdowns[analytics.ByCountry]); got != want || s.Clicks() != uint64(2*len(links)) || s.Gone.IsZero() {
			t.Errorf("%d clicks, of %s, want %s, gone until %v", s.Clicks(), got, want, s.Gone)
		}
	})
}
