package recorder_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// manyLinks are so many links that their rollups are scanned. Nine of them have rows in
// the pack of packedStore, but not the last of it.
func manyLinks() (links []uint32) {
	for link := range uint32(9) {
		links = append(links, link, 30+link)
	}
	return links
}

func TestADamagedPackIsToldWhereverItsRowsAreScanned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, r := packedStore(t)
		packs := packsOf(t, store, 1)
		damagePacks(t, r, packs)
		query := analytics.Query{Links: manyLinks(), From: noon, To: noon.Add(time.Hour)}
		if _, err := r.Stats(t.Context(), query); !errors.Is(err, analytics.ErrDamaged) || !strings.Contains(err.Error(), "pack from rollup of") {
			t.Errorf("Stats: %v", err)
		}
		_, _, err := r.Events(t.Context(), analytics.EventQuery{Links: manyLinks(), Limit: 100})
		if !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("Events: %v", err)
		}
		time.Sleep(3 * time.Minute)
		if s, err := r.Stats(t.Context(), query); err != nil || s.Clicks() != 45 {
			t.Errorf("after the figures were mended: %v", err)
		}
		wantClean(t, r)
	})
}

// wantDamage wants the figures of links whose rollups are scanned to be damaged.
func wantDamage(t *testing.T, r *recorder.Recorder) {
	t.Helper()
	_, err := r.Stats(t.Context(), analytics.Query{Links: manyLinks(), From: noon, To: noon.Add(time.Hour)})
	if !errors.Is(err, analytics.ErrDamaged) {
		t.Errorf("Stats: %v", err)
	}
}

// TestErasedLinksOfADamagedPackHideNoOthers erases each link of a damaged pack.
func TestErasedLinksOfADamagedPackHideNoOthers(t *testing.T) {
	for link := range uint32(10) {
		synctest.Test(t, func(t *testing.T) {
			store, r := packedStore(t)
			want := slices.Delete(rows(t, store, analytics.TableRollups), int(link), int(link)+1)
			damagePacks(t, r, packsOf(t, store, 1))
			if err := r.EraseClicks(t.Context(), []uint32{link}); err != nil {
				t.Fatal(err)
			}
			wantDamage(t, r)
			time.Sleep(3 * time.Minute)
			wantClean(t, r)
			sameRows(t, rows(t, store, analytics.TableRollups)[:9], want[:9])
		})
	}
}

// TestARowBesideADamagedPackDoesNotHideIt puts a row again that is the first or the last of
// a damaged pack.
func TestARowBesideADamagedPackDoesNotHideIt(t *testing.T) {
	for _, link := range []int{0, 9} {
		store, r := packedStore(t)
		want := rows(t, store, analytics.TableRollups)
		damagePacks(t, r, packsOf(t, store, 1))
		beside := func(tx analytics.Tx) error {
			return tx.Put(analytics.TableRollups, want[link].Key, want[link].Value)
		}
		if err := recorder.UpdateLane(t.Context(), r, beside); err != nil {
			t.Fatal(err)
		}
		wantDamage(t, r)
		a, err := r.Audit(t.Context(), analytics.Selection{})
		if err != nil || !slices.ContainsFunc(a.Findings, func(f analytics.Finding) bool { return f.Err != nil && strings.HasPrefix(f.Err.Error(), "pack from ") }) {
			t.Errorf("the audit found %v, %v", a, err)
		}
		rebuild(t, r, analytics.Selection{})
		wantClean(t, r)
		sameRows(t, rows(t, store, analytics.TableRollups), want)
	}
}

// TestARebuildInSeveralTransactionsMendsADamagedPack has so many rows in a damaged pack that
// one transaction does not write them.
func TestARebuildInSeveralTransactionsMendsADamagedPack(t *testing.T) {
	const links = 500
	for _, selected := range []bool{false, true} {
		store := memory.New()
		r := open(t, store, quiet())
		selection := analytics.Selection{}
		for link := range uint32(links) {
			h := hit(link)
			h.Visit.Time = noon
			record(t, r, h)
			if selected {
				selection.Links = append(selection.Links, link)
			}
		}
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		r = packedLater(t, store)
		want := rows(t, store, analytics.TableRollups)
		replaceByOne(t, r, packsOf(t, store, 1))
		rebuild(t, r, selection)
		if selected {
			for _, row := range want[:links] { // the rows are beside the pack, which stays
				var got []byte
				err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) (err error) {
					got, err = tx.Get(analytics.TableRollups, row.Key)
					return err
				})
				if err != nil || !bytes.Equal(got, row.Value) {
					t.Fatalf("row %x is %q, want %q: %v", row.Key, got, row.Value, err)
				}
			}
			rebuild(t, r, analytics.Selection{})
		}
		wantClean(t, r)
		sameRows(t, rows(t, store, analytics.TableRollups), want)
	}
}

// replaceByOne puts a damaged pack in the place of several.
func replaceByOne(t *testing.T, r *recorder.Recorder, packs []analytics.Row) {
	t.Helper()
	err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error {
		for _, pack := range packs {
			if err := tx.Delete(analytics.TablePacks, pack.Key); err != nil {
				return err
			}
		}
		last, first := packs[len(packs)-1].Key[:9], packs[0].Key[9:]
		return tx.Put(analytics.TablePacks, slices.Concat(last, first), []byte("damaged"))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestADamagedPackThatIsNotMendedStaysDamaged damages a row of the log, too, so that clicks
// of a link of the pack cannot be counted.
func TestADamagedPackThatIsNotMendedStaysDamaged(t *testing.T) {
	store, r := packedStore(t)
	damagePacks(t, r, packsOf(t, store, 1))
	row := storedRows(t, store, analytics.TableLog)[0]
	row.Value[len(row.Value)-1] ^= 1
	putRow(t, r, analytics.TableLog, row)
	for range 2 {
		rebuild(t, r, analytics.Selection{})
		wantDamage(t, r)
	}
}
