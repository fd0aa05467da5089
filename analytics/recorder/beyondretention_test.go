package recorder_test

import (
	"fmt"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestBreakdownsBeyondRetentionAreCutAtWholeHours asks for days that begin at
// 18:30 UTC, with and without the clicks.
func TestBreakdownsBeyondRetentionAreCutAtWholeHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		opts := quiet()
		opts.Clock = func() time.Time { return noon.Add(time.Since(begin)) }
		opts.Retention = 30 * time.Hour
		r := open(t, memory.New(), opts)
		for _, minute := range []int{10, 40, 50} { // of the hour with the cut
			time.Sleep(noon.Truncate(24 * time.Hour).Add(18*time.Hour + time.Duration(minute)*time.Minute).Sub(opts.Clock()))
			h := hit(3)
			h.Visit.Time = opts.Clock()
			record(t, r, h)
		}
		for _, tt := range []struct {
			date    int
			clicks  uint64
			country string
		}{{28, 1, "[{DE 1 false}]"}, {29, 2, "[{DE 2 false}]"}} {
			compareDay(t, r, tt.date, tt.clicks, tt.country, time.Time{})
		}
		time.Sleep(72 * time.Hour)
		gone := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
		compareDay(t, r, 28, 1, "[{DE 3 false}]", gone)
		compareDay(t, r, 29, 2, "[]", gone)
	})
}

// compareDay compares the figures of link 3 on a day in Kolkata.
func compareDay(t *testing.T, r *recorder.Recorder, date int, clicks uint64, countries string, gone time.Time) {
	t.Helper()
	from := time.Date(2026, 3, date, 0, 0, 0, 0, zone(t, "Asia/Kolkata"))
	s, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{3}, From: from, To: from.AddDate(0, 0, 1), Location: from.Location()})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(s.Breakdowns[analytics.ByCountry]); s.Clicks() != clicks || got != countries || !s.Gone.Equal(gone) {
		t.Errorf("March %d: %d clicks, of %s, gone until %v", date, s.Clicks(), got, s.Gone)
	}
}

// longReferrers yields a hit of each of n links, with much text of its own.
func longReferrers(n int, at time.Time) iter.Seq2[analytics.Hit, error] {
	return func(yield func(analytics.Hit, error) bool) {
		for i := range n {
			h := hit(uint32(i))
			h.Visit.Time = at
			h.Visit.Referer = fmt.Sprintf("https://site-%d-%0150d.example.com/", i, i)
			if !yield(h, nil) {
				return
			}
		}
	}
}

// TestStatisticsWhileABlockIsRemoved stops in the middle of the rows of a block.
func TestStatisticsWhileABlockIsRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shaky{Store: memory.New()}
		begin := time.Now()
		opts := quiet()
		opts.Clock = func() time.Time { return noon.Add(time.Since(begin)) }
		r := open(t, store, opts)
		if _, err := r.Import(t.Context(), longReferrers(4000, noon.Add(-time.Hour))); err != nil {
			t.Fatal(err)
		}
		if n := len(rows(t, store, analytics.TableLog)); n < 100 {
			t.Fatalf("the block has %d rows", n)
		}
		time.Sleep(72 * time.Hour)
		h := hit(0)
		h.Visit.Time = opts.Clock()
		record(t, r, h)
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		failAfter(store, 2)
		opts.Retention = 48 * time.Hour
		r = open(t, store, opts)
		time.Sleep(time.Second)
		from := time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC)
		for _, link := range []uint32{0, 3999} {
			s, err := r.Stats(t.Context(), analytics.Query{
				Links: []uint32{link}, From: from, To: from.AddDate(0, 0, 9),
				Filter: map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}},
			})
			if want := from.AddDate(0, 0, 1); err != nil || !s.Gone.Equal(want) || s.Clicks() != uint64(3999-link)/3999 {
				t.Errorf("link %d has %d clicks, those until %v are gone, want %v, %v", link, s.Clicks(), s.Gone, want, err)
			}
		}
	})
}

// TestClicksThatAreImportedBeyondRetentionAreCountedAndRemoved imports the same
// old day before and after its first clicks are gone.
func TestClicksThatAreImportedBeyondRetentionAreCountedAndRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		r := clickDaily(t, store, 5, 49*time.Hour)
		old := noon.AddDate(0, 0, -100)
		past := func(yield func(analytics.Hit, error) bool) {
			for i := range 50 {
				h := hit(3)
				h.Visit.Time = old.Add(time.Duration(i) * time.Minute)
				if !yield(h, nil) {
					return
				}
			}
		}
		for n := 1; n < 4; n++ {
			if _, err := r.Import(t.Context(), past); err != nil {
				t.Fatal(err)
			}
			wantClean(t, r)
			stats, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{3}, From: old, To: old.AddDate(0, 0, 1)})
			if err != nil || stats.Clicks() != uint64(50*n) || stats.Breakdowns[analytics.ByCountry][0].Clicks != uint64(50*n) {
				t.Errorf("%d clicks are counted after %d imports, %v", stats.Clicks(), n, err)
			}
			time.Sleep(72 * time.Hour)
			if a := rebuild(t, r, analytics.Selection{}); len(a.Findings) > 0 || a.Clicks != 0 || !a.Beyond[0].Equal(old.Truncate(24*time.Hour)) {
				t.Errorf("the rebuild: %+v", a)
			}
		}
		if log := rows(t, store, analytics.TableLog); len(log) != 0 {
			t.Errorf("%d rows are left", len(log))
		}
	})
}
