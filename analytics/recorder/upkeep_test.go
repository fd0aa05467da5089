package recorder_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// meter is a store that measures transactions.
type meter struct {
	analytics.Store
	// most is the most that one transaction wrote since it was reset, in rows
	// and bytes.
	mostRows, mostBytes atomic.Int64
}

// LeaseLane implements [analytics.Store].
func (m *meter) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	return leasing{m.Store, m.update}.LeaseLane(ctx, lane, owner)
}

func (m *meter) update(ctx context.Context, fn func(analytics.Tx) error, next update) error {
	return next(ctx, func(tx analytics.Tx) error {
		metered := &meteredTx{Tx: tx}
		err := fn(metered)
		m.mostRows.Store(max(m.mostRows.Load(), metered.rows))
		m.mostBytes.Store(max(m.mostBytes.Load(), metered.bytes))
		return err
	})
}

// meteredTx counts what is written.
type meteredTx struct {
	analytics.Tx
	rows, bytes int64
}

// Put implements [analytics.Tx].
func (tx *meteredTx) Put(table analytics.Table, key, value []byte) error {
	tx.rows++
	tx.bytes += int64(len(key) + len(value))
	return tx.Tx.Put(table, key, value)
}

// Delete implements [analytics.Tx].
func (tx *meteredTx) Delete(table analytics.Table, key []byte) error {
	tx.rows++
	return tx.Tx.Delete(table, key)
}

// wantSmall wants all transactions since the last call to be small, and some.
func (m *meter) wantSmall(t *testing.T, what string, rows, bytes int64) {
	t.Helper()
	if got := m.mostRows.Swap(0); got > rows || got == 0 {
		t.Errorf("%s: a transaction wrote %d rows", what, got)
	}
	if got := m.mostBytes.Swap(0); got > bytes {
		t.Errorf("%s: a transaction wrote %d bytes", what, got)
	}
}

// TestUpkeepWritesInSmallTransactions has 600 links with clicks on ten days, in
// blocks of 600 clicks.
func TestUpkeepWritesInSmallTransactions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &meter{Store: memory.New()}
		begin := time.Now()
		opts := quiet()
		opts.Clock = func() time.Time { return noon.Add(time.Since(begin)) }
		r := open(t, m, opts)
		var links []uint32
		for day := range 10 {
			for link := range uint32(600) {
				h := hit(link)
				h.Visit.Time = opts.Clock()
				if err := r.Record(t.Context(), h); err != nil {
					t.Fatal(err)
				}
				if day == 0 && link%2 == 0 {
					links = append(links, link)
				}
			}
			record(t, r)
			time.Sleep(24 * time.Hour)
		}
		all := rows(t, m, analytics.TableRollups)
		if err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error {
			for _, row := range all {
				if err := tx.Put(analytics.TableRollups, row.Key, []byte("x")); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		m.mostRows.Store(0)
		m.mostBytes.Store(0)
		if a := rebuild(t, r, analytics.Selection{}); len(a.Findings) != 6000 {
			t.Errorf("%d findings", len(a.Findings))
		}
		m.wantSmall(t, "rebuild", 1000, 66<<10)
		sameRows(t, rows(t, m, analytics.TableRollups), all)
		if err := r.EraseClicks(t.Context(), links); err != nil {
			t.Fatal(err)
		}
		m.wantSmall(t, "erasure", 1000, 150<<10)
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		m.mostRows.Store(0)
		m.mostBytes.Store(0)
		opts.Retention = 48 * time.Hour
		r = open(t, m, opts)
		time.Sleep(time.Minute)
		m.wantSmall(t, "retention", 64, 1<<10)
		if a := wantClean(t, r); a.Clicks != 300 || len(a.Beyond) != 9 {
			t.Errorf("%d clicks are left, %d days beyond retention", a.Clicks, len(a.Beyond))
		}
	})
}

// TestMonthsOfManyWorkspacesCloseInSmallTransactions has 6,000 workspaces, each with a link
// that was clicked on a day.
func TestMonthsOfManyWorkspacesCloseInSmallTransactions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &meter{Store: memory.New()}
		var later atomic.Int64
		opts := quiet()
		opts.Clock = func() time.Time { return noon.Add(time.Duration(later.Load())) }
		r := open(t, m, opts)
		for workspace := range uint32(6000) {
			h := hit(100_000 + workspace)
			h.Plan.Workspace = workspace + 1
			if err := r.Record(t.Context(), h); err != nil {
				t.Fatal(err)
			}
		}
		record(t, r)
		time.Sleep(11 * time.Second) // they are folded
		later.Store(int64(48 * time.Hour))
		if err := recorder.CloseDays(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		m.mostRows.Store(0)
		m.mostBytes.Store(0)
		later.Store(int64(33 * 24 * time.Hour))
		if err := recorder.CloseDays(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		m.wantSmall(t, "months", 300, 256<<10)
		wantClean(t, r)
	})
}
