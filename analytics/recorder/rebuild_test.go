package recorder_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

func rebuild(t testing.TB, r *recorder.Recorder, q analytics.Selection) *analytics.Audit {
	t.Helper()
	a, err := r.Rebuild(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sameRows wants two listings of a table to be equal.
func sameRows(t testing.TB, got, want []analytics.Row) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range got {
		if !bytes.Equal(got[i].Key, want[i].Key) || !bytes.Equal(got[i].Value, want[i].Value) {
			t.Errorf("row %x:\ngot  %x\nwant %x %x", got[i].Key, got[i].Value, want[i].Key, want[i].Value)
		}
	}
}

// TestRebuildGivesTheBytesThatFoldingGave damages rollups at random.
func TestRebuildGivesTheBytesThatFoldingGave(t *testing.T) {
	for seed := range recorder.Seeds(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, seed, noon)
				for range 10 {
					r.record(1 + r.IntN(300))
					r.flush()
					time.Sleep(time.Duration(r.IntN(4)) * time.Second)
					r.now = r.now.Add(time.Duration(r.IntN(9)) * time.Hour)
				}
				time.Sleep(11 * time.Second) // everything is folded
				want := rows(t, r.store, analytics.TableRollups)
				err := recorder.UpdateLane(t.Context(), r.recorder, func(tx analytics.Tx) error { return scramble(tx, r.Rand, want) })
				if err != nil {
					t.Fatal(err)
				}
				if a := audit(t, r.recorder, analytics.Selection{}); len(a.Findings) == 0 {
					t.Error("the audit found no damage")
				}
				if a := rebuild(t, r.recorder, analytics.Selection{}); len(a.Findings) == 0 {
					t.Error("the rebuild found no damage")
				}
				sameRows(t, rows(t, r.store, analytics.TableRollups), want)
				wantClean(t, r.recorder)
				r.compare()
			})
		})
	}
}

// scramble damages some rollups: it removes, cuts and exchanges them.
func scramble(tx analytics.Tx, random *rand.Rand, rows []analytics.Row) error {
	for i, row := range rows {
		if i > 0 && random.IntN(2) == 0 {
			continue
		}
		var err error
		switch random.IntN(3) {
		case 0:
			err = tx.Delete(analytics.TableRollups, row.Key)
		case 1:
			err = tx.Put(analytics.TableRollups, row.Key, row.Value[:random.IntN(len(row.Value))])
		default:
			other := rows[random.IntN(len(rows))]
			err = tx.Put(analytics.TableRollups, row.Key, other.Value)
			if err == nil && bytes.Equal(other.Key, row.Key) {
				err = tx.Delete(analytics.TableRollups, row.Key)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// TestRebuildFollowsTheLog removes chunks of clicks from the log.
func TestRebuildFollowsTheLog(t *testing.T) {
	for block := 1; block <= 6; block++ {
		t.Run(fmt.Sprint("without block ", block), func(t *testing.T) {
			store := memory.New()
			r := fewLinks(t, store)
			chunk := rows(t, store, analytics.TableLog)
			r = reopen(t, r, store, func(tx analytics.Tx) error {
				for _, row := range chunk {
					if row.Key[7] == byte(block) && row.Key[8] == 0 {
						return tx.Delete(analytics.TableLog, row.Key)
					}
				}
				return fmt.Errorf("no block %d", block)
			})
			if a := rebuild(t, r, analytics.Selection{}); len(a.Findings) < 6 {
				t.Errorf("it found %v", a.Findings)
			}
			wantClean(t, r)
			for _, link := range []uint32{3, 7, 300} {
				if clicks := newest(t, r, link, -1); len(clicks) != 5 {
					t.Errorf("%d clicks of link %d can be read, want 5", len(clicks), link)
				}
			}
			record(t, r, hit(7))
			if clicks := newest(t, r, 7, -1); len(clicks) != 6 {
				t.Errorf("%d clicks can be read after another, want 6", len(clicks))
			}
			r = reopen(t, r, store, func(analytics.Tx) error { return nil })
			wantClean(t, r)
		})
	}
}

// TestRebuildLeavesLinksWhoseLogIsDamaged lets the rollup know more than the
// log.
func TestRebuildLeavesLinksWhoseLogIsDamaged(t *testing.T) {
	store := memory.New()
	r := fewLinks(t, store)
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := rows(t, store, analytics.TableRollups)
	log := rows(t, store, analytics.TableLog)
	r = reopen(t, r, store, func(tx analytics.Tx) error {
		log[3].Value[20]++
		return tx.Put(analytics.TableLog, log[3].Key, log[3].Value)
	})
	a := rebuild(t, r, analytics.Selection{})
	if len(a.Findings) == 0 || a.Findings[0].Err == nil {
		t.Errorf("it found %v", a.Findings)
	}
	sameRows(t, rows(t, store, analytics.TableRollups), want)
}

// TestRebuildsWhileClicksComeLoseNone rebuilds damaged rollups while a recorder
// records and folds.
func TestRebuildsWhileClicksComeLoseNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t, 5, noon)
		for range 20 {
			r.record(100)
			r.flush()
			err := recorder.UpdateLane(t.Context(), r.recorder, func(tx analytics.Tx) error {
				if some := rows(t, r.store, analytics.TableRollups); len(some) > 0 {
					return scramble(tx, r.Rand, some)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			done := make(chan struct{})
			go func() {
				defer close(done)
				rebuild(t, r.recorder, analytics.Selection{})
			}()
			r.record(50)
			<-done
			time.Sleep(time.Duration(r.IntN(2000)) * time.Millisecond)
		}
		rebuild(t, r.recorder, analytics.Selection{})
		wantClean(t, r.recorder)
		r.flush()
		for range 8 {
			r.compare()
		}
	})
}

// TestARebuildDoesNotWaitForAStoreThatFails has the store fail with the first
// row that a rebuild writes, while a click waits to be written.
func TestARebuildDoesNotWaitForAStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, store := small(t, false)
		record(t, r, hit(1))
		time.Sleep(11 * time.Second) // it is folded
		err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error {
			return tx.Delete(analytics.TableRollups, rows(t, store, analytics.TableRollups)[0].Key)
		})
		if err != nil {
			t.Fatal(err)
		}
		store.decide(func() fate {
			if !store.broken.Swap(true) {
				_ = r.Record(t.Context(), hit(1)) // there is room
			}
			return neverRuns
		})
		failed := make(chan error, 1)
		go func() {
			_, err := r.Rebuild(t.Context(), analytics.Selection{})
			failed <- err
		}()
		select {
		case err := <-failed:
			if !errors.Is(err, errBroken) {
				t.Error(err)
			}
		case <-time.After(time.Hour):
			t.Error("it waits for the store")
		}
		store.decide(func() fate { return passes })
		store.broken.Store(false)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(11 * time.Second)
		if m := r.Metrics(); m.Pending != 0 {
			t.Errorf("%d clicks are not folded any more", m.Pending)
		}
	})
}
