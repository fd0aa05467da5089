package recorder_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// lostRow is the key of the lost clicks of the day of noon.
var lostRow = []byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0x50, 0x3c}

// lose has clicks lost for want of room, and waits until the log says so.
func lose(t *testing.T, r *recorder.Recorder, store *shaky) (lost uint64) {
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
	r, store := small(t, false)
	lost := lose(t, r, store)
	if err := recorder.UpdateLane(t.Context(), r, damageLost); err != nil {
		t.Fatal(err)
	}
	lost += lose(t, r, store)
	_, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{1}, From: noon, To: noon.Add(time.Second)})
	if !errors.Is(err, analytics.ErrDamaged) || !strings.Contains(err.Error(), "lost clicks of 2026-03-28") {
		t.Errorf("got %v", err)
	}
	rebuild(t, r, analytics.Selection{})
	if got := day(t, r).Lost; got != lost {
		t.Errorf("%d clicks are known to be lost, want %d", got, lost)
	}
	wantClean(t, r)
}

// TestRebuildLeavesLostClicksWhoseLogIsDamaged lets the rollup know more than the
// log.
func TestRebuildLeavesLostClicksWhoseLogIsDamaged(t *testing.T) {
	r, store := small(t, false)
	lost := lose(t, r, store) + lose(t, r, store)
	gaps := 0
	for _, row := range rows(t, store, analytics.TableLog) {
		if row.Key[8] != 0xff || row.Key[15] != 0 {
			continue
		}
		if gaps++; gaps == 1 {
			row.Value[len(row.Value)-1]++
			err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error {
				return tx.Put(analytics.TableLog, row.Key, row.Value)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if gaps < 2 {
		t.Fatalf("the log has %d rows of lost clicks", gaps)
	}
	a := rebuild(t, r, analytics.Selection{})
	if len(a.Findings) == 0 || a.Findings[0].Err == nil {
		t.Errorf("it found %v", a.Findings)
	}
	if got := day(t, r).Lost; got != lost {
		t.Errorf("%d clicks are known to be lost, want %d", got, lost)
	}
	if err := recorder.UpdateLane(t.Context(), r, damageLost); err != nil {
		t.Fatal(err)
	}
	rebuild(t, r, analytics.Selection{}) // now the log knows more
	if got := day(t, r).Lost; got == 0 || got >= lost {
		t.Errorf("%d clicks are known to be lost, of %d", got, lost)
	}
}
