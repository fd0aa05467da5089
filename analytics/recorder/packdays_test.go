package recorder_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// secret is a text that only clicks of link 1 in packedStore have. It cannot be
// compressed.
const secret = "q7zk2vx9lw4tn8rb"

// packedStore returns a store with packed clicks of ten links on a day, and a recorder on
// the next day but one.
func packedStore(t *testing.T) (*memory.Store, *recorder.Recorder) {
	t.Helper()
	store := memory.New()
	r := open(t, store, quiet())
	for link := range uint32(10) {
		for n := range 5 {
			h := hit(link)
			h.Visit.Time = noon
			h.Visit.Referer = fmt.Sprintf("https://site-%d.example.com/%d", n, link)
			if link == 1 {
				h.Visit.Referer = "https://" + secret + ".example.com/"
			}
			record(t, r, h)
		}
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return store, packedLater(t, store)
}

// packedLater opens a recorder two days later and packs the clicks of the store.
func packedLater(t *testing.T, store analytics.Store) *recorder.Recorder {
	t.Helper()
	opts := quiet()
	opts.Clock = func() time.Time { return noon.AddDate(0, 0, 2) }
	r := open(t, store, opts)
	h := hit(20)
	h.Visit.Time = opts.Clock()
	record(t, r, h) // begins a generation
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	return r
}

// packsOf returns the packs of a table.
func packsOf(t *testing.T, store analytics.Store, table byte) []analytics.Row {
	t.Helper()
	return slices.DeleteFunc(storedRows(t, store, analytics.TablePacks), func(row analytics.Row) bool { return row.Key[0] != table })
}

func TestRowsOfClosedDaysArePacked(t *testing.T) {
	store, r := packedStore(t)
	if len(packsOf(t, store, 1)) == 0 || len(packsOf(t, store, 2)) == 0 {
		t.Fatal("nothing is packed")
	}
	if len(packsOf(t, store, 3)) == 0 {
		t.Error("the log is not packed")
	}
	for _, row := range storedRows(t, store, analytics.TableRollups) {
		if row.Key[7] != 20 {
			t.Errorf("rollup %x is not packed", row.Key)
		}
	}
	wantClean(t, r)
}

// TestPackedRowsStayWhenThereIsNothingToPack packs again, with larger packs.
func TestPackedRowsStayWhenThereIsNothingToPack(t *testing.T) {
	store, r := packedStore(t)
	want := storedRows(t, store, analytics.TablePacks)
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	sameRows(t, storedRows(t, store, analytics.TablePacks), want)
}

// damagePacks changes the last byte of packs.
func damagePacks(t *testing.T, r *recorder.Recorder, packs []analytics.Row) {
	t.Helper()
	for _, pack := range packs {
		pack.Value[len(pack.Value)-1] ^= 1
		damage := func(tx analytics.Tx) error { return tx.Put(analytics.TablePacks, pack.Key, pack.Value) }
		if err := recorder.UpdateLane(t.Context(), r, damage); err != nil {
			t.Fatal(err)
		}
	}
}

// TestARebuildOfSomeLinksIsFollowedByOneOfAll rebuilds each link alone, the last rows of
// damaged packs among them. Other rows of these must not be lost.
func TestARebuildOfSomeLinksIsFollowedByOneOfAll(t *testing.T) {
	for link := range uint32(10) {
		synctest.Test(t, func(t *testing.T) {
			store, r := packedStore(t)
			want := rows(t, store, analytics.TableRollups)
			damagePacks(t, r, packsOf(t, store, 1))
			rebuild(t, r, analytics.Selection{Links: []uint32{link}})
			time.Sleep(3 * time.Minute)
			wantClean(t, r)
			sameRows(t, rows(t, store, analytics.TableRollups)[:10], want[:10])
		})
	}
}

func TestARebuildMendsDamagedPacks(t *testing.T) {
	store, r := packedStore(t)
	want := rows(t, store, analytics.TableRollups)
	damagePacks(t, r, packsOf(t, store, 1))
	if a, err := r.Audit(t.Context(), analytics.Selection{}); err != nil || len(a.Findings) == 0 {
		t.Fatalf("the audit found nothing: %v", err)
	}
	rebuild(t, r, analytics.Selection{})
	wantClean(t, r)
	sameRows(t, rows(t, store, analytics.TableRollups), want)
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	wantClean(t, r)
	sameRows(t, rows(t, store, analytics.TableRollups), want)
}

// TestErasedClicksLeaveNothingInPacks looks for a text of erased clicks in the packs of
// rollups.
func TestErasedClicksLeaveNothingInPacks(t *testing.T) {
	store, r := packedStore(t)
	has := func() bool {
		return slices.ContainsFunc(packsOf(t, store, 1), func(row analytics.Row) bool { return bytes.Contains(row.Value, []byte(secret)) })
	}
	if !has() {
		t.Fatal("the text is in no pack")
	}
	if err := r.EraseClicks(t.Context(), []uint32{1}); err != nil {
		t.Fatal(err)
	}
	if has() {
		t.Error("the text of erased clicks is in a pack")
	}
	wantClean(t, r)
}

func TestPackedWordsGoWithTheirClicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		r := clickDaily(t, store, 10, 72*time.Hour+time.Hour)
		if err := recorder.PackDays(context.Background(), r); err != nil {
			t.Fatal(err)
		}
		words, log := packsOf(t, store, 2), rows(t, store, analytics.TableLog)
		if len(words) == 0 || len(words) > 3 || len(log) != 6 {
			t.Errorf("%d packs of words are left, and %d rows of the log", len(words), len(log))
		}
		newest(t, r, 3, -1)
	})
}

// TestADamagedLimitOfPacksIsFoundAgain damages or removes the limit. In the last case packs of
// rollups cannot be read when the recorder is opened.
func TestADamagedLimitOfPacksIsFoundAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		limit  func(analytics.Tx) error
		torn   bool
		errors int
	}{
		"damaged":   {limit: putLimit("damaged"), errors: 1},
		"missing":   {limit: func(tx analytics.Tx) error { return tx.Delete(analytics.TableMeta, []byte("packed")) }, errors: 1},
		"not found": {limit: putLimit("damaged"), torn: true, errors: 2},
	} {
		t.Run(name, func(t *testing.T) {
			store, r := packedStore(t)
			if err := r.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			want := rows(t, store, analytics.TableRollups)
			if err := change(t, store, tt.limit); err != nil {
				t.Fatal(err)
			}
			var log errorLog
			opts := quiet()
			opts.Logger = slog.New(&log)
			tearing := &torn{Store: store}
			tearing.packs.Store(tt.torn)
			r = open(t, tearing, opts)
			tearing.packs.Store(false)
			if len(log) != tt.errors || !names(log, `meta value "packed"`) {
				t.Errorf("the log has %v", log)
			}
			sameRows(t, rows(t, store, analytics.TableRollups), want)
			wantClean(t, r)
		})
	}
}

// putLimit puts a value in the place of the limit.
func putLimit(value string) func(analytics.Tx) error {
	return func(tx analytics.Tx) error { return tx.Put(analytics.TableMeta, []byte("packed"), []byte(value)) }
}
