package recorder_test

import (
	"context"
	"encoding/binary"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// TestDamagedFiguresAreCountedAgain damages rows that add up others. Whoever notices is
// told, and a little later the figures are right again.
func TestDamagedFiguresAreCountedAgain(t *testing.T) {
	month := analytics.Query{Links: []uint32{1}, From: noon.AddDate(0, 0, -40), To: noon.AddDate(0, 0, 5)}
	ofWorkspace := month
	ofWorkspace.Links, ofWorkspace.Workspace = nil, workspaceOf(1)
	ofTwo, ofSomeDays := month, month
	ofTwo.Links = []uint32{1, 2}
	ofSomeDays.From, ofSomeDays.To = noon.AddDate(0, 0, -1), noon.AddDate(0, 0, 1)
	ofDays := ofWorkspace
	ofDays.From, ofDays.To = noon.AddDate(0, 0, -1), noon.AddDate(0, 0, 1)
	stats := func(q analytics.Query) func(*testing.T, *recorder.Recorder) error {
		return func(t *testing.T, r *recorder.Recorder) error { _, err := r.Stats(t.Context(), q); return err }
	}
	totals := func(t *testing.T, r *recorder.Recorder) error {
		_, err := r.Totals(t.Context(), []uint32{1})
		return err
	}
	for name, c := range map[string]struct {
		table  analytics.Table
		which  func(key []byte) bool
		notice func(*testing.T, *recorder.Recorder) error
	}{
		"rollup":              {analytics.TableRollups, func(key []byte) bool { return key[0] == 0 && key[7] == 1 }, stats(ofSomeDays)},
		"lost clicks":         {analytics.TableRollups, func(key []byte) bool { return key[0] == 0xff }, stats(month)},
		"sum of a day":        {analytics.TableSums, func(key []byte) bool { return key[0] == 1 }, stats(ofDays)},
		"sum of a month":      {analytics.TableSums, func(key []byte) bool { return key[0] == 2 }, stats(ofWorkspace)},
		"sum of a page":       {analytics.TableSums, func(key []byte) bool { return key[0] == 4 }, stats(month)},
		"visitors of a page":  {analytics.TableSums, func(key []byte) bool { return key[0] == 5 }, stats(ofTwo)},
		"sum of all days":     {analytics.TableSums, func(key []byte) bool { return key[0] == 3 && key[8] == 1 }, totals},
		"rollup that changes": {analytics.TableRollups, func(key []byte) bool { return key[0] == 0 && key[7] == 1 }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := everyKind(t)
				for _, row := range rows(t, store, c.table) {
					if c.which(row.Key) {
						flip(t, store, c.table, row, len(row.Value)-1, 1)
					}
				}
				r := open(t, store, quiet())
				if c.notice == nil {
					late := hit(1)
					for _, row := range rows(t, store, c.table) {
						if c.which(row.Key) {
							late.Visit.Time = time.Unix(int64(binary.BigEndian.Uint32(row.Key))*86400+3600, 0)
						}
					}
					record(t, r, late)
				} else if err := c.notice(t, r); !errors.Is(err, analytics.ErrDamaged) {
					t.Errorf("got %v", err)
				}
				time.Sleep(3 * time.Minute)
				if c.notice != nil {
					if err := c.notice(t, r); err != nil {
						t.Errorf("after a while: %v", err)
					}
				}
				wantClean(t, r)
			})
		})
	}
}

// TestADamagedOpenSumIsCountedAgain has a sum made of a damaged rollup. That writes
// nothing, and a little later the figures are right again.
func TestADamagedOpenSumIsCountedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := everyKind(t)
		var updates atomic.Int64 // upkeep writes in a goroutine of its own
		for _, row := range rows(t, inner, analytics.TableRollups) {
			if row.Key[7] == 1 {
				flip(t, inner, analytics.TableRollups, row, len(row.Value)-1, 1)
			}
		}
		key := wire.SumKey{Kind: wire.SumAll, Number: 1}
		mark := func(tx analytics.Tx) error {
			return tx.Put(analytics.TableMeta, key.OpenKey(), wire.Seal(wire.NewValue(nil)))
		}
		if err := change(t, inner, mark); err != nil {
			t.Fatal(err)
		}
		counts := func(ctx context.Context, fn func(analytics.Tx) error, next update) error {
			updates.Add(1)
			return next(ctx, fn)
		}
		r := open(t, leasing{inner, counts}, quiet())
		synctest.Wait()
		updates.Store(0)
		if err := recorder.CloseDays(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if n := updates.Load(); n > 0 {
			t.Errorf("%d empty transactions", n)
		}
		time.Sleep(3 * time.Minute)
		wantClean(t, r)
	})
}
