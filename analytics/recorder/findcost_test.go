package recorder_test

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// countingRows counts the rows that views scan.
type countingRows struct {
	analytics.Store
	rows atomic.Int64
}

// ViewClicks implements [analytics.Store].
func (s *countingRows) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return s.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(countingView{v, &s.rows}) })
}

type countingView struct {
	analytics.View
	rows *atomic.Int64
}

// Lane implements [analytics.View].
func (v countingView) Lane(lane analytics.Lane) analytics.Tx {
	return countingTx{v.View.Lane(lane), v.rows}
}

type countingTx struct {
	analytics.Tx
	rows *atomic.Int64
}

// Scan implements [analytics.Tx].
func (t countingTx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		for row, err := range t.Tx.Scan(table, from, to) {
			t.rows.Add(1)
			if !yield(row, err) {
				return
			}
		}
	}
}

// TestAForgedIDCostsFewRows asks for IDs that are there and for IDs that are not, in a
// log of many blocks.
func TestAForgedIDCostsFewRows(t *testing.T) {
	store := &countingRows{Store: memory.New()}
	r := open(t, store, nil)
	random := rand.New(rand.NewPCG(1, 1))
	const blocks = 500
	for i := range blocks {
		record(t, r, tracked(7, noon.Add(time.Duration(i)*40*time.Millisecond), random.Uint64()), hit(7))
	}
	converted, err := r.Convert(t.Context(), analytics.ClickID{}, purchase(tracked(7, noon, rand.New(rand.NewPCG(1, 1)).Uint64()).ID))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		before := store.rows.Load()
		id := analytics.NewClickID(noon.Add(time.Duration(random.Int64N(blocks*40))*time.Millisecond), 0, random.Uint64()).String()
		if _, err := r.Event(t.Context(), id); !errors.Is(err, analytics.ErrUnknownClick) {
			t.Fatalf("%s: %v", id, err)
		}
		if n := store.rows.Load() - before; n > 20 {
			t.Fatalf("%s: %d rows of %d blocks were read", id, n, blocks)
		}
	}
	if got := event(t, r, converted.ID); got.Class != analytics.Conversion {
		t.Errorf("got %+v", got)
	}
}
