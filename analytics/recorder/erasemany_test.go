package recorder_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// forgetting counts the links that a transaction forgets.
type forgetting struct {
	analytics.Tx
	links int
}

// Put implements [analytics.Tx].
func (tx *forgetting) Put(table analytics.Table, key, value []byte) error {
	if table == analytics.TableMeta && bytes.HasPrefix(key, []byte("erase ")) {
		tx.links++
	}
	return tx.Tx.Put(table, key, value)
}

// TestLinksWithManyDaysAreForgottenOneByOne erases links whose rollups may be in hundreds of
// packs.
func TestLinksWithManyDaysAreForgottenOneByOne(t *testing.T) {
	most := 0
	store := leasing{memory.New(), func(ctx context.Context, fn func(analytics.Tx) error, next update) error {
		return next(ctx, func(tx analytics.Tx) error {
			counted := &forgetting{Tx: tx}
			defer func() { most = max(most, counted.links) }()
			return fn(counted)
		})
	}}
	r := open(t, store, quiet())
	var times []time.Time
	for day := range 100 {
		times = append(times, noon.AddDate(0, 0, -day))
	}
	links := []uint32{1, 2, 3, 4, 5}
	clickOn(t, r, links, times...)
	if err := r.Close(t.Context()); err != nil { // folds all
		t.Fatal(err)
	}
	r = open(t, store, quiet())
	if err := r.EraseClicks(t.Context(), links); err != nil {
		t.Fatal(err)
	}
	if most != 1 {
		t.Errorf("a transaction forgot %d links", most)
	}
}
