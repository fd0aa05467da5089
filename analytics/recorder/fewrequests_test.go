package recorder_test

import (
	"context"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// asked is a store that counts requests.
type asked struct {
	analytics.Store
	requests atomic.Int64
}

// LeaseLane implements [analytics.Store].
func (s *asked) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	count := func(ctx context.Context, fn func(analytics.Tx) error, next update) error {
		return next(ctx, func(tx analytics.Tx) error { return fn(askedTx{tx, s}) })
	}
	return leasing{s.Store, count}.LeaseLane(ctx, lane, owner)
}

// ViewClicks implements [analytics.Store].
func (s *asked) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return s.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(askedView{v, s}) })
}

type askedView struct {
	analytics.View
	store *asked
}

// Lane implements [analytics.View].
func (v askedView) Lane(lane analytics.Lane) analytics.Tx {
	return askedTx{v.View.Lane(lane), v.store}
}

type askedTx struct {
	analytics.Tx
	store *asked
}

// Get implements [analytics.Tx].
func (t askedTx) Get(table analytics.Table, key []byte) ([]byte, error) {
	t.store.requests.Add(1)
	return t.Tx.Get(table, key)
}

// GetAll implements [analytics.Tx].
func (t askedTx) GetAll(table analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	t.store.requests.Add(1)
	return t.Tx.GetAll(table, keys)
}

// Scan implements [analytics.Tx].
func (t askedTx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	t.store.requests.Add(1)
	return t.Tx.Scan(table, from, to)
}

// TestRowsAreAskedForTogether has clicks of 500 links on each of ten days, with 200
// User-Agents, and counts the requests of operations that read many rows.
func TestRowsAreAskedForTogether(t *testing.T) {
	store := &asked{Store: memory.New()}
	now := noon
	opts := &analytics.Options{Clock: func() time.Time { return now }}
	few := func(what string, most int64, do func()) {
		t.Helper()
		begin := store.requests.Load()
		do()
		if n := store.requests.Load() - begin; n > most {
			t.Errorf("%s: %d requests, want at most %d", what, n, most)
		}
	}
	var r *recorder.Recorder
	for day := range 10 {
		now = noon.AddDate(0, 0, day)
		r = open(t, store, opts)
		if _, err := r.Import(t.Context(), past(2000, func(i int, h *analytics.Hit) {
			h.Plan = plan(uint32(i % 500))
			h.Visit.Time = now.AddDate(0, 0, -i%2) // some come late
			h.Visit.UserAgent = string(rune('a' + i%200))
		})); err != nil {
			t.Fatal(err)
		}
		// Two slices have links.
		few("folding", 30, func() {
			if err := r.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
	few("opening", 30, func() { r = open(t, store, opts) })
	stats := func(from time.Time, links ...uint32) func() {
		return func() {
			if _, err := r.Stats(t.Context(), analytics.Query{Links: links, From: from, To: now.AddDate(0, 0, 1)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	few("a year of one link", 10, stats(now.AddDate(-1, 0, 0), 7))
	few("a month of ten links", 10, stats(now.AddDate(0, -1, 0), 1, 2, 3, 5, 8, 13, 21, 34, 55, 89))
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	all := make([]uint32, 500)
	for i := range all {
		all[i] = uint32(i)
	}
	few("the totals of 500 links", 15, func() {
		if totals, err := r.Totals(t.Context(), all); err != nil || totals[7][analytics.Human] != 40 {
			t.Errorf("link 7 has %v, %v", totals[7], err)
		}
	})
	few("an export", 600, func() { // of 20,000 clicks in pages of 128, and some of small packs
		collect(t, r.Export(t.Context(), analytics.Selection{}))
	})
}
