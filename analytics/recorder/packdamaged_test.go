package recorder_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// torn is a store of which a view cannot read the rollups of a day, or their packs.
type torn struct {
	analytics.Store
	day   atomic.Pointer[[]byte] // the beginning of the rollups' keys
	packs atomic.Bool            // packs of rollups cannot be read
}

// ViewClicks implements [analytics.Store].
func (s *torn) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return s.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(tornView{v, s}) })
}

type tornView struct {
	analytics.View
	store *torn
}

// Lane implements [analytics.View].
func (v tornView) Lane(lane analytics.Lane) analytics.Tx { return tornTx{v.View.Lane(lane), v.store} }

type tornTx struct {
	analytics.Tx
	store *torn
}

// errTorn says that a page cannot be read.
var errTorn = fmt.Errorf("%w: a page cannot be read", analytics.ErrDamaged)

// Scan implements [analytics.Tx].
func (t tornTx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	day := t.store.day.Load()
	if table == analytics.TableRollups && day != nil && bytes.HasPrefix(from, *day) || table == analytics.TablePacks && bytes.HasPrefix(from, []byte{1}) && t.store.packs.Load() {
		return func(yield func(analytics.Row, error) bool) { yield(analytics.Row{}, errTorn) }
	}
	return t.Tx.Scan(table, from, to)
}

func TestADayThatCannotBeReadHoldsUpNoOther(t *testing.T) {
	store := &torn{Store: memory.New()}
	opts := quiet()
	r := open(t, store, opts)
	clickOn(t, r, []uint32{1, 2, 3}, noon.AddDate(0, 0, -1), noon)
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	opts.Clock = func() time.Time { return noon.AddDate(0, 0, 2) }
	r = open(t, store, opts)
	h := hit(20)
	h.Visit.Time = opts.Clock()
	record(t, r, h) // begins a generation
	if err := errors.Join(r.Flush(t.Context()), recorder.CloseDays(t.Context(), r)); err != nil {
		t.Fatal(err)
	}
	days := rows(t, store, analytics.TableRollups)
	first, second := days[0].Key[:4], days[3].Key[:4]
	store.day.Store(&first)
	if err := recorder.PackDays(t.Context(), r); !errors.Is(err, errTorn) {
		t.Errorf("packing returned %v", err)
	}
	for _, pack := range packsOf(t, store, 1) {
		if !bytes.Equal(pack.Key[1:5], second) {
			t.Errorf("pack %x is not of day %x", pack.Key, second)
		}
	}
	if len(packsOf(t, store, 1)) == 0 {
		t.Error("the second day is not packed")
	}
	store.day.Store(nil)
	wantClean(t, r)
}
