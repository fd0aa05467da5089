package recorder_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// clickDaily records a click of two links on each of some days, and removes those that
// are older than retention.
func clickDaily(t *testing.T, store analytics.Store, n int, retention time.Duration) *recorder.Recorder {
	t.Helper()
	begin := time.Now()
	opts := &analytics.Options{
		Clock:     func() time.Time { return noon.Add(time.Since(begin)) },
		Retention: retention,
		Logger:    slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	r, err := recorder.Open(t.Context(), store, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for range n {
		for _, link := range []uint32{3, 900} {
			h := hit(link)
			h.Visit.Time = opts.Clock()
			record(t, r, h)
		}
		time.Sleep(24 * time.Hour)
	}
	return r
}

func TestClicksBeyondRetentionAreRemovedAndTheirFiguresStay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		r := clickDaily(t, store, 10, 72*time.Hour+time.Hour)
		if clicks := newest(t, r, 3, -1); len(clicks) != 3 {
			t.Errorf("%d clicks are left, want 3", len(clicks))
		}
		stats, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{3}, From: noon, To: noon.AddDate(0, 0, 10)})
		if err != nil || stats.Clicks() != 10 {
			t.Errorf("%d clicks are counted, %v", stats.Clicks(), err)
		}
		a := wantClean(t, r)
		if len(a.Beyond) != 7 || !a.Beyond[0].Equal(noon.Truncate(24*time.Hour)) || a.Rollups != 6 || a.Clicks != 6 {
			t.Errorf("the audit: %+v", a)
		}
		want := rows(t, store, analytics.TableRollups)
		if a := rebuild(t, r, analytics.Selection{}); len(a.Findings) > 0 || len(a.Beyond) != 7 {
			t.Errorf("the rebuild: %+v", a)
		}
		sameRows(t, rows(t, store, analytics.TableRollups), want)
		if words := rows(t, store, analytics.TableWords); words[0].Key[3] != want[14].Key[3] {
			t.Errorf("words of day %x are left, clicks of day %x", words[0].Key, want[14].Key)
		}
		if log := rows(t, store, analytics.TableLog); len(log) != 6 {
			t.Errorf("%d rows are left", len(log))
		}
	})
}

// TestWordsBeyondRetentionAreForgotten has the words of three days remembered, of which one
// is removed then.
func TestWordsBeyondRetentionAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := clickDaily(t, memory.New(), 3, 73*time.Hour)
		first := wire.DayOf(noon.UnixMilli())
		query := analytics.Query{Links: []uint32{3}, From: noon, To: noon.AddDate(0, 0, 3),
			Filter: map[analytics.Dimension][]string{analytics.ByTrigger: {"click"}}}
		for _, want := range []uint64{3, 2} {
			if stats, err := r.Stats(t.Context(), query); err != nil || stats.Clicks() != want {
				t.Errorf("%d clicks pass, %v; want %d", stats.Clicks(), err, want)
			}
			for day := range uint32(3) {
				word, err := recorder.Word(t.Context(), r, 900, first+day, 2)
				if left := 3-uint64(day) <= want; (err == nil) != left || (word != "") != left {
					t.Errorf("%d days are left: a word of day %d is %q, %v", want, day, word, err)
				}
			}
			time.Sleep(20 * time.Hour)
		}
	})
}

// TestDamageBeyondRetentionIsFoundAndLeft damages two rollups. The clicks of the first
// were removed, so that it cannot be rebuilt.
func TestDamageBeyondRetentionIsFoundAndLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		r := clickDaily(t, store, 5, 49*time.Hour)
		all := rows(t, store, analytics.TableRollups)
		err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error {
			if err := tx.Put(analytics.TableRollups, all[0].Key, []byte("x")); err != nil {
				return err
			}
			return tx.Put(analytics.TableRollups, all[len(all)-1].Key, []byte("y"))
		})
		if err != nil {
			t.Fatal(err)
		}
		if a := rebuild(t, r, analytics.Selection{}); len(a.Findings) != 2 || len(a.Beyond) != 3 {
			t.Errorf("the rebuild: %+v", a)
		}
		if a := audit(t, r, analytics.Selection{}); len(a.Findings) != 1 || !contains(a.Findings[0].Err, "2026-03-28, link 3") {
			t.Errorf("the audit: %+v", a)
		}
		all[0].Value = []byte("x")
		sameRows(t, rows(t, store, analytics.TableRollups), all)
	})
}

// clickAhead records one click of a time to come, and then one a day until some
// are beyond retention, which must not be held up.
func clickAhead(t *testing.T, opts *analytics.Options, at time.Time) *recorder.Recorder {
	t.Helper()
	store := memory.New()
	r := open(t, store, opts)
	h := hit(3)
	h.Visit.Time = at
	record(t, r, h)
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	r = clickDaily(t, store, 6, 73*time.Hour)
	if clicks := newest(t, r, 3, -1); len(clicks) != 3 {
		t.Errorf("%d clicks are left, want 3", len(clicks))
	}
	wantClean(t, r)
	return r
}

// TestClicksOfTheFutureDoNotHoldTheLog has a visit whose time is wrong.
func TestClicksOfTheFutureDoNotHoldTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clickAhead(t, nil, noon.AddDate(100, 0, 0))
	})
}

// TestAClockThatRanAheadDoesNotHoldTheLog sets the clock forward by 40 days for
// one click.
func TestAClockThatRanAheadDoesNotHoldTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ahead := noon.AddDate(0, 0, 40)
		r := clickAhead(t, &analytics.Options{Clock: func() time.Time { return ahead }}, ahead)
		stats, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{3}, From: noon, To: ahead.AddDate(0, 0, 1)})
		if err != nil || stats.Clicks() != 7 {
			t.Errorf("%d clicks are counted, %v", stats.Clicks(), err)
		}
	})
}

// TestInterruptedRemovalIsFinishedWithoutRetention stops after some transactions,
// and opens the store without a limit.
func TestInterruptedRemovalIsFinishedWithoutRetention(t *testing.T) {
	want := removeInTwo(t, 1000)
	if want[0] == 0 || want[1] == 0 {
		t.Fatalf("%d rows of the log are left, %d words", want[0], want[1])
	}
	for _, allowed := range []int{1, 2, 3, 6} {
		if left := removeInTwo(t, allowed); left != want {
			t.Errorf("after %d transactions %v rows are left, want %v", allowed, left, want)
		}
	}
}

// removeInTwo removes two of four days, is interrupted after some transactions,
// and returns how many rows the log and the words have when a recorder without
// retention had the store for a minute.
func removeInTwo(t *testing.T, allowed int) (left [2]int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		opts, _ := aging(0)
		store := &shaky{Store: memory.New()}
		r := open(t, store, opts)
		for range 4 {
			if _, err := r.Import(t.Context(), longReferrers(2000, opts.Clock())); err != nil {
				t.Fatal(err)
			}
			time.Sleep(24 * time.Hour)
		}
		restart := func(retention time.Duration) {
			if err := r.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			opts.Retention = retention
			r = open(t, store, opts)
			time.Sleep(time.Minute - time.Second)
		}
		store.decide(func() fate {
			if allowed--; allowed >= 0 {
				return passes
			}
			return neverRuns
		})
		restart(60 * time.Hour)
		store.decide(func() fate { return passes })
		restart(0)
		wantClean(t, r)
		left = [2]int{len(rows(t, store, analytics.TableLog)), len(rows(t, store, analytics.TableWords))}
	})
	return left
}
