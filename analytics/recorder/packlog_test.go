package recorder_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// packedClicks returns a store with packed clicks of links 1 to 9, a flush each, and one
// with an id, and a recorder two days later.
func packedClicks(t *testing.T) (*memory.Store, *recorder.Recorder, analytics.ClickID) {
	t.Helper()
	store := memory.New()
	r := open(t, store, quiet())
	id := tracked(9, noon, 7)
	id.Person = 5
	for link := range uint32(9) {
		h := hit(link + 1)
		h.Visit.Time = noon
		if link == 8 {
			h = id
		}
		record(t, r, h)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return store, packedLater(t, store), id.ID
}

// wantUnpacked wants no pack of the log to have rows that are stored beside it.
func wantUnpacked(t *testing.T, store *memory.Store, r *recorder.Recorder) {
	t.Helper()
	beside := storedRows(t, store, analytics.TableLog)
	without := copied(t, store)
	err := change(t, without, func(tx analytics.Tx) (err error) {
		for _, row := range beside {
			err = errors.Join(err, tx.Delete(analytics.TableLog, row.Key))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows(t, without, analytics.TableLog) {
		if slices.ContainsFunc(beside, func(b analytics.Row) bool { return string(b.Key) == string(row.Key) }) {
			t.Errorf("row %x is still in a pack", row.Key)
		}
	}
	wantClean(t, r)
}

func TestErasedClicksAreNotLeftInPacksOfTheLog(t *testing.T) {
	store, r, id := packedClicks(t)
	if len(storedRows(t, store, analytics.TableLog)) > 3 {
		t.Fatal("the log is not packed")
	}
	before := len(storedRows(t, store, analytics.TableLog))
	for _, erase := range []func() error{
		func() error { return r.EraseClicks(t.Context(), []uint32{3}) },
		func() error { return r.EraseVisitors(t.Context(), []string{id.String()}, []uint64{5}, time.Time{}) },
	} {
		if err := erase(); err != nil {
			t.Fatal(err)
		}
		if after := len(storedRows(t, store, analytics.TableLog)); after <= before {
			t.Fatal("no row is put beside its pack")
		} else {
			before = after
		}
		wantUnpacked(t, store, r)
	}
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if after := len(storedRows(t, store, analytics.TableLog)); after > 3 {
		t.Errorf("%d rows are not packed again", after)
	}
	wantClean(t, r)
}

// TestClicksOfADamagedPackAreDamagedAndNotAbsent looks for clicks in all ways.
func TestClicksOfADamagedPackAreDamagedAndNotAbsent(t *testing.T) {
	store, r, id := packedClicks(t)
	figures := rows(t, store, analytics.TableRollups)
	damagePacks(t, r, packsOf(t, store, 3))
	for link := uint32(1); link <= 9; link++ {
		var last error
		for _, last = range r.Clicks(t.Context(), link) {
		}
		if !errors.Is(last, analytics.ErrDamaged) {
			t.Errorf("clicks of link %d: %v", link, last)
		}
	}
	if _, err := r.Event(t.Context(), id.String()); !errors.Is(err, analytics.ErrDamaged) {
		t.Errorf("the click with an id: %v", err)
	}
	rebuild(t, r, analytics.Selection{})
	sameRows(t, rows(t, store, analytics.TableRollups), figures)
}

// TestADamagedPackIsReportedAsItsChunksAre compares the findings with those about damaged
// chunks beside packs that can be read.
func TestADamagedPackIsReportedAsItsChunksAre(t *testing.T) {
	store, packs, _ := packedClicks(t)
	damagePacks(t, packs, packsOf(t, store, 3))
	store, chunks, _ := packedClicks(t)
	for _, row := range rows(t, store, analytics.TableLog) {
		if row.Key[8] == 0 && row.Key[7] < 10 { // older chunks
			putRow(t, chunks, analytics.TableLog, analytics.Row{Key: row.Key, Value: []byte("damaged")})
		}
	}
	got, want := findings(t, packs), findings(t, chunks)
	if !slices.Equal(got, want) || len(got) < 9 {
		t.Errorf("the audit found %q, want %q", got, want)
	}
}

// findings returns what an audit finds: blocks of damaged rows, and wrong figures.
func findings(t *testing.T, r *recorder.Recorder) (all []string) {
	t.Helper()
	for _, f := range audit(t, r, analytics.Selection{}).Findings {
		text := fmt.Sprint(f)
		if strings.HasPrefix(text, "pack from ") {
			continue
		}
		if strings.HasPrefix(text, "log block") {
			text, _, _ = strings.Cut(text, ",")
		}
		all = append(all, text)
	}
	return all
}

// TestRetentionRemovesDamagedPacksOfTheLog damages them before they are old.
func TestRetentionRemovesDamagedPacksOfTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		r := clickDaily(t, store, 6, 96*time.Hour+time.Hour)
		if err := recorder.PackDays(context.Background(), r); err != nil {
			t.Fatal(err)
		}
		packs := packsOf(t, store, 3)
		if len(packs) == 0 {
			t.Fatal("the log is not packed")
		}
		damagePacks(t, r, packs[:1])
		time.Sleep(10 * 24 * time.Hour)
		for _, pack := range packsOf(t, store, 3) {
			if string(pack.Key) == string(packs[0].Key) {
				t.Error("the damaged pack is left")
			}
		}
	})
}
