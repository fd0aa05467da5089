package recorder_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// kind is a kind of rows: those of a table whose keys begin with a prefix.
type kind struct {
	table  analytics.Table
	prefix string
}

// derived are the kinds of rows that say nothing that is not in the log, the plans or the
// rollups.
var derived = []kind{
	{analytics.TableMeta, "position"}, {analytics.TableMeta, "marks"}, {analytics.TableMeta, "removed"},
	{analytics.TableMeta, "epochs"}, {analytics.TableMeta, "closed"}, {analytics.TableMeta, "open "},
	{analytics.TableHeads, ""},
}

// TestWhatCanBeDerivedIsDerivedAgain records random clicks, with folds in parts, removed
// and erased clicks, restarts and crashes. It damages a row while no recorder is open.
// All figures must be right afterwards.
func TestWhatCanBeDerivedIsDerivedAgain(t *testing.T) {
	damaged := make(map[kind]int)
	for seed := range recorder.Seeds(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, seed, noon)
				if seed%3 == 0 {
					r.retention = time.Duration(1+r.IntN(48)) * time.Hour
				}
				for range 12 {
					r.age()
					k := derived[r.IntN(len(derived))]
					r.flush()
					r.kill()
					if r.damageRow(k) {
						damaged[k]++
					}
					r.open()
					r.compare()
					r.record(1 + r.IntN(50))
					r.flush()
					r.compare()
					wantClean(r.T, r.recorder)
				}
			})
		})
	}
	for _, k := range derived {
		if damaged[k] == 0 {
			t.Errorf("no row of %v was damaged", k)
		}
	}
}

// damageRow changes a byte of a row of a kind, if there is one.
func (r *run) damageRow(k kind) bool {
	var some []analytics.Row
	for _, row := range rows(r.T, r.store, k.table) {
		if bytes.HasPrefix(row.Key, []byte(k.prefix)) {
			some = append(some, row)
		}
	}
	if len(some) == 0 {
		return false
	}
	row := some[r.IntN(len(some))]
	row.Value[r.IntN(len(row.Value))] ^= byte(1 + r.IntN(255))
	put := func(tx analytics.Tx) error { return tx.Put(k.table, row.Key, row.Value) }
	if err := change(r.T, r.store.Store, put); err != nil {
		r.Fatal(err)
	}
	return true
}

// logged opens a recorder on a store and returns what it logs, too.
func logged(t *testing.T, store analytics.Store) (*recorder.Recorder, *bytes.Buffer) {
	t.Helper()
	log := new(bytes.Buffer)
	return open(t, store, &analytics.Options{
		Clock: func() time.Time { return noon }, Logger: slog.New(slog.NewTextHandler(log, nil)),
	}), log
}

// hurriedly has clicks recorded that are in the log and not in rollups.
func hurriedly(t *testing.T, hits ...analytics.Hit) *memory.Store {
	t.Helper()
	store := memory.New()
	shaky := &shaky{Store: store}
	r, err := recorder.Open(t.Context(), shaky, &analytics.Options{Clock: func() time.Time { return noon }, Logger: quiet().Logger})
	if err != nil {
		t.Fatal(err)
	}
	record(t, r, hits...)
	shaky.broken.Store(true)
	if err := r.Close(ended(t)); err == nil {
		t.Fatal("everything was folded")
	}
	return store
}

// TestRecordingGoesOnBesideWhatCannotBeDerived damages a row of which nothing else knows.
func TestRecordingGoesOnBesideWhatCannotBeDerived(t *testing.T) {
	for name, c := range map[string]struct {
		table analytics.Table
		row   int // index of the row
		old   int // clicks of the first link that count nevertheless
	}{
		"a chunk of pending clicks":   {analytics.TableLog, 0, 0},
		"the plans of pending clicks": {analytics.TableLog, 1, 0},
		"a word":                      {analytics.TableWords, 0, 2},
		"the visitor key":             {analytics.TableShared, 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { goesOnBeside(t, c.table, c.row, c.old) })
		})
	}
}

// goesOnBeside damages a row of a table, and records clicks. old clicks of the first
// link count nevertheless.
func goesOnBeside(t *testing.T, table analytics.Table, row, old int) {
	t.Helper()
	store := hurriedly(t, hit(1), hit(1), hit(300)) // in one block, as no time passes
	flip(t, store, table, rows(t, store, table)[row], 0, 1)
	r, log := logged(t, store)
	if !strings.Contains(log.String(), "damaged") {
		t.Errorf("the log says %q", log)
	}
	record(t, r, hit(1), hit(2))
	for link, want := range map[uint32]int{1: old + 1, 2: 1} {
		s, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{link}, From: noon, To: noon.Add(time.Hour)})
		if err != nil || s.Clicks() != uint64(want) {
			t.Errorf("link %d: %+v, %v; want %d clicks", link, s, err, want)
		}
	}
	if _, err := r.Audit(t.Context(), analytics.Selection{}); err != nil {
		t.Error(err)
	}
}

// TestAnErasureWhoseEndIsDamagedErasesEverything damages the row of an erasure that was
// interrupted.
func TestAnErasureWhoseEndIsDamagedErasesEverything(t *testing.T) {
	store := memory.New()
	r := open(t, store, quiet())
	record(t, r, hit(1), hit(2))
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	key := append([]byte("erase "), 0, 0, 0, 1)
	put := func(tx analytics.Tx) error { return tx.Put(analytics.TableMeta, key, []byte{4, 1, 2, 3, 4, 5}) }
	if err := change(t, store, put); err != nil {
		t.Fatal(err)
	}
	r, log := logged(t, store)
	if !strings.Contains(log.String(), "erased") {
		t.Errorf("the log says %q", log)
	}
	record(t, r, hit(1))
	if err := r.EraseClicks(t.Context(), []uint32{99}); err != nil { // waits for the other erasure
		t.Fatal(err)
	}
	for link, want := range map[uint32]int{1: 1, 2: 1} {
		if got := newest(t, r, link, -1); len(got) != want {
			t.Errorf("link %d has %d clicks, want %d", link, len(got), want)
		}
	}
	wantClean(t, r)
}

// TestAnotherFormatIsRefused is about a store of another release, in which nothing is
// damaged.
func TestAnotherFormatIsRefused(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	record(t, r, hit(1))
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows(t, store, analytics.TableMeta) {
		flip(t, store, analytics.TableMeta, row, 0, 1)
	}
	if _, err := recorder.Open(t.Context(), store, nil); !errors.Is(err, analytics.ErrFormat) {
		t.Errorf("got %v", err)
	}
	if err := change(t, store, func(analytics.Tx) error { return nil }); err != nil {
		t.Errorf("the lane is not free: %v", err)
	}
}
