package recorder_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDamagedRowsAreNamed damages rows one after the other.
func TestDamagedRowsAreNamed(t *testing.T) {
	for table, name := range map[analytics.Table]string{
		analytics.TableLog:     "log block 1, link 1, chunk 0",
		analytics.TableRollups: "rollup of 2026-03-28, link 1",
		analytics.TableWords:   "word 1 of 2026-03-28",
		analytics.TablePlans:   "plan of link 1, revision 1",
	} {
		store := memory.New()
		options := &analytics.Options{Clock: func() time.Time { return noon }}
		r := open(t, store, options)
		record(t, r, hit(1))
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		damage(t, store, table)
		if table != analytics.TableWords { // which are read when it is opened
			r = open(t, store, options)
		}
		if err := readAll(t, r, store, options); !errors.Is(err, analytics.ErrDamaged) || !strings.Contains(err.Error(), name) {
			t.Errorf("table %s: got %v", table, err)
		}
	}
}

// readAll reads everything and returns the first error.
func readAll(t *testing.T, r *recorder.Recorder, store analytics.Store, options *analytics.Options) error {
	for _, err := range r.Clicks(t.Context(), 1) {
		if err != nil {
			return err
		}
	}
	_, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{1}, From: noon, To: noon.Add(time.Hour)})
	if err != nil {
		return err
	}
	if err := r.Close(t.Context()); err != nil {
		return err
	}
	r, err = recorder.Open(t.Context(), store, options)
	if err == nil {
		err = r.Close(t.Context())
	}
	return err
}

// damage flips a bit in the first row of a table.
func damage(t *testing.T, store analytics.Store, table analytics.Table) {
	t.Helper()
	err := change(t, store, func(tx analytics.Tx) error {
		var key, value []byte
		for row, err := range tx.Scan(table, nil, nil) {
			if err != nil {
				return err
			}
			key, value = bytes.Clone(row.Key), bytes.Clone(row.Value)
			break
		}
		value[len(value)-1] ^= 1
		return tx.Put(table, key, value)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDamagedRollupDoesNotStopRecording is about a link whose rollup is
// damaged: it is reported, and everything else goes on.
func TestDamagedRollupDoesNotStopRecording(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	record(t, r, hit(1))
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	damage(t, store, analytics.TableRollups)
	r = open(t, store, nil)
	record(t, r, hit(1), hit(2))
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	r = open(t, store, nil)
	query := analytics.Query{Links: []uint32{2}, From: noon, To: noon.Add(time.Hour)}
	if s, err := r.Stats(t.Context(), query); err != nil || s.Clicks() != 1 {
		t.Errorf("the other link: %+v, %v", s, err)
	}
	query.Links = []uint32{1}
	if _, err := r.Stats(t.Context(), query); !errors.Is(err, analytics.ErrDamaged) {
		t.Errorf("the damaged link: %v", err)
	}
	if got := newest(t, r, 1, -1); len(got) != 2 {
		t.Errorf("%d clicks are in the log, want 2", len(got))
	}
}
