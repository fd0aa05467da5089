package analytics_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// lostRow is the key of the lost clicks of the day of noon.
var lostRow = []byte{0, 0, 0x50, 0x3c, 0xff, 0xff, 0xff, 0xff}

// lose has clicks lost for want of room, and waits until the log says so.
func lose(t *testing.T, r *analytics.Recorder, store *shaky) (lost uint64) {
	t.Helper()
	before := r.Metrics().Lost
	store.broken.Store(true)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for r.Metrics().Lost < before+3 {
		if err := r.Record(gone, hit(1)); err != nil && !errors.Is(err, analytics.ErrLost) {
			t.Fatal(err)
		}
	}
	store.broken.Store(false)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := r.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	return r.Metrics().Lost - before
}

func damageLost(tx analytics.Tx) error {
	value, err := tx.Get(analytics.TableRollups, lostRow)
	if err != nil || value == nil {
		return errors.Join(err, errors.New("there are no lost clicks"))
	}
	damaged := append([]byte{}, value...)
	damaged[len(damaged)-1]++
	return tx.Put(analytics.TableRollups, lostRow, damaged)
}

// TestDamagedLostClicksDoNotHoldTheLog damages the row that further lost clicks
// are added to. They are in the log, from which a rebuild takes them.
func TestDamagedLostClicksDoNotHoldTheLog(t *testing.T) {
	r, store := small(t, analytics.Batched)
	lost := lose(t, r, store)
	if err := store.UpdateClicks(t.Context(), damageLost); err != nil {
		t.Fatal(err)
	}
	lost += lose(t, r, store)
	_, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{1}, From: noon, To: noon.Add(time.Second)})
	if !errors.Is(err, analytics.ErrDamaged) || !strings.Contains(err.Error(), "rollup of 2026-03-28") {
		t.Errorf("got %v", err)
	}
	rebuild(t, r, analytics.AuditQuery{})
	if got := day(t, r).Lost; got != lost {
		t.Errorf("%d clicks are known to be lost, want %d", got, lost)
	}
	wantClean(t, r)
}
