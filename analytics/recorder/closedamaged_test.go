package recorder_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestSumsThatCannotBeMadeHoldUpNoOthers damages the rollups of many links on a day and
// has clicks of other days come late, so that more sums are open than are looked at in
// one part, of each kind. Those of the other links are made.
func TestSumsThatCannotBeMadeHoldUpNoOthers(t *testing.T) {
	const damaged, links, workspace = 1300, 1500, 5000
	now := noon.AddDate(0, 3, 0)
	store, opts := memory.New(), quiet()
	opts.Clock = func() time.Time { return now }
	clicks := func(days ...int) {
		t.Helper()
		r := open(t, store, opts)
		_, err := r.Import(t.Context(), past(links*len(days), func(i int, h *analytics.Hit) {
			h.Plan = plan(uint32(i % links))
			h.Plan.Workspace = workspace + uint32(i%links/damaged)
			h.Visit.Time = noon.AddDate(0, 0, days[i/links])
		}))
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(context.Background()); err != nil { // folds all
			t.Fatal(err)
		}
		r = open(t, store, opts)
		if err := recorder.CloseDays(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	clicks(0, 1)
	first := rows(t, store, analytics.TableRollups)[0].Key[:4]
	spoil := func(tx analytics.Tx) error {
		for link := range uint32(damaged) {
			if err := tx.Put(analytics.TableRollups, binary.BigEndian.AppendUint32(bytes.Clone(first), link), []byte("damaged")); err != nil {
				return err
			}
		}
		return nil
	}
	if err := change(t, store, spoil); err != nil {
		t.Fatal(err)
	}
	clicks(1, 2)
	open := 0
	for _, row := range rows(t, store, analytics.TableMeta) {
		rest, isOpen := bytes.CutPrefix(row.Key, []byte("open "))
		if !isOpen {
			continue
		}
		open++
		number := binary.BigEndian.Uint32(rest[1:])
		if kind := rest[0]; kind == 3 && number >= damaged || kind >= 4 && number > damaged/128 || number == workspace+1 {
			t.Errorf("the sum of kind %d and number %d is still open", kind, number)
		}
	}
	if open < damaged {
		t.Errorf("%d sums are open, want those of %d links", open, damaged)
	}
}
