package recorder_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// ids returns the ids of all clicks of links.
func ids(t testing.TB, r *recorder.Recorder, links ...uint32) (all []string) {
	t.Helper()
	for _, link := range links {
		for _, c := range newest(t, r, link, -1) {
			all = append(all, c.ID)
		}
	}
	return all
}

func TestErasedLinksAreNowhere(t *testing.T) {
	store := memory.New()
	r := fewLinks(t, store)
	for range 40 { // texts of its own, and chunks
		h := hit(7)
		h.Visit.UserAgent, h.Visit.Referer = "secret agent", "https://secret.example/"
		record(t, r, h, hit(3))
	}
	before := ids(t, r, 3, 300)
	if err := r.EraseClicks(t.Context(), []uint32{7, 9}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if clicks := newest(t, r, 7, -1); len(clicks) != 0 {
			t.Errorf("%d clicks are left", len(clicks))
		}
		if after := ids(t, r, 3, 300); !slices.Equal(after, before) {
			t.Errorf("the clicks of others became %v, were %v", after, before)
		}
		if a := wantClean(t, r); a.Clicks > uint64(len(before)) {
			t.Errorf("%d clicks are left of %d", a.Clicks, len(before))
		}
		stats, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{7}, From: noon.AddDate(0, 0, -1), To: noon.AddDate(0, 0, 9)})
		if err != nil || stats.Classes != (analytics.ClassCounts{}) {
			t.Errorf("%v requests are counted, %v", stats.Classes, err)
		}
		r = reopen(t, r, store, func(analytics.Tx) error { return nil })
	}
	for _, row := range rows(t, store, analytics.TableLog) {
		if row.Key[8] != 0xff && bytes.Count(row.Value, []byte{192, 0, 2}) > 2 {
			t.Errorf("row %x holds %d addresses", row.Key, bytes.Count(row.Value, []byte{192, 0, 2}))
		}
	}
	record(t, r, hit(7))
	if clicks := newest(t, r, 7, -1); len(clicks) != 1 {
		t.Errorf("%d clicks after a new one", len(clicks))
	}
	wantClean(t, reopen(t, r, store, func(analytics.Tx) error { return nil }))
}

// TestInterruptedErasureIsFinishedWhenTheStoreIsOpened cuts the store off after
// each number of transactions.
func TestInterruptedErasureIsFinishedWhenTheStoreIsOpened(t *testing.T) {
	for allowed := range 4 {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t, uint64(allowed), noon)
			r.links = []uint32{0, 1, 2}
			r.record(400)
			r.flush()
			left := allowed
			r.store.decide(func() fate {
				if left--; left >= 0 {
					return passes
				}
				return neverRuns
			})
			err := r.recorder.EraseClicks(t.Context(), []uint32{1})
			if allowed < 3 && !errors.Is(err, errBroken) {
				t.Fatalf("after %d transactions: %v", allowed, err)
			}
			r.crash()
			time.Sleep(time.Second)
			synctest.Wait()
			erased := allowed > 0
			if clicks := newest(t, r.recorder, 1, -1); (len(clicks) == 0) != erased {
				t.Errorf("after %d transactions %d clicks are left", allowed, len(clicks))
			}
			if erased {
				r.model = slices.DeleteFunc(r.model, func(f fact) bool { return f.link == 1 })
			}
			wantClean(t, r.recorder)
			r.compareClicks()
			r.compare()
			for _, row := range rows(t, r.store, analytics.TableMeta) {
				if bytes.HasPrefix(row.Key, []byte("erase")) {
					t.Errorf("%q is left", row.Key)
				}
			}
		})
	}
}

// TestClicksThatComeWhileTheirLinkIsErasedAreKept records all the time.
func TestClicksThatComeWhileTheirLinkIsErasedAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		r := open(t, store, nil)
		for range 50 {
			record(t, r, hit(1), hit(2))
		}
		erased := make(chan error, 1)
		go func() { erased <- r.EraseClicks(context.Background(), []uint32{1, 2}) }()
		for range 30 {
			record(t, r, hit(1))
			for _, err := range r.Clicks(t.Context(), 1) {
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Millisecond)
			}
		}
		if err := <-erased; err != nil {
			t.Fatal(err)
		}
		if clicks := newest(t, r, 1, -1); len(clicks) > 30 || len(clicks) == 0 {
			t.Errorf("%d of 30 clicks are left", len(clicks))
		}
		wantClean(t, reopen(t, r, store, func(analytics.Tx) error { return nil }))
	})
}

// TestInterruptedErasureIsFinishedBeforeAnythingIsRecounted has the store fail
// once, and the same recorder go on.
func TestInterruptedErasureIsFinishedBeforeAnythingIsRecounted(t *testing.T) {
	for name, recount := range map[string]func(testing.TB, *recorder.Recorder, analytics.Selection) *analytics.Audit{
		"an audit": audit, "a rebuild": rebuild,
	} {
		t.Run(name, func(t *testing.T) {
			store := &shaky{Store: memory.New()}
			r := open(t, store, nil)
			record(t, r, hit(1), hit(1), hit(2))
			r = reopen(t, r, store, func(analytics.Tx) error { return nil })
			left := 1
			store.decide(func() fate {
				if left--; left >= 0 {
					return passes
				}
				return neverRuns
			})
			if err := r.EraseClicks(t.Context(), []uint32{1}); !errors.Is(err, errBroken) {
				t.Fatalf("the erasure was not interrupted: %v", err)
			}
			store.decide(func() fate { return passes })
			if a := recount(t, r, analytics.Selection{}); len(a.Findings) > 0 || a.Clicks != 1 {
				t.Errorf("%d clicks were recounted, %v", a.Clicks, a.Findings)
			}
			stats, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{1}, From: noon, To: noon.AddDate(0, 0, 1)})
			if err != nil || stats.Clicks() != 0 {
				t.Errorf("%d erased clicks are counted again, %v", stats.Clicks(), err)
			}
		})
	}
}
