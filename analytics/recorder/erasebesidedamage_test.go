package recorder_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// damageLog damages all clicks that are packed, and either their packs or rows beside
// these. It returns what mends them.
func damageLog(t *testing.T, store *memory.Store, r *recorder.Recorder, packs bool) (mend func()) {
	t.Helper()
	if packs {
		all := packsOf(t, store, 3)
		damagePacks(t, r, all)
		return func() { damagePacks(t, r, all) } // flips the bit again
	}
	log := clickRows(t, store)
	for _, row := range log {
		putDamaged(t, r, row)
	}
	return func() {
		for _, row := range log {
			putRow(t, r, analytics.TableLog, row)
		}
	}
}

// clickRows returns the rows of the log that have clicks.
func clickRows(t *testing.T, store *memory.Store) []analytics.Row {
	t.Helper()
	return slices.DeleteFunc(rows(t, store, analytics.TableLog), func(row analytics.Row) bool { return row.Key[8] != 0 })
}

// putDamaged puts a row of the log with a bit flipped.
func putDamaged(t *testing.T, r *recorder.Recorder, row analytics.Row) {
	t.Helper()
	value := bytes.Clone(row.Value)
	value[len(value)-1] ^= 1
	putRow(t, r, analytics.TableLog, analytics.Row{Key: row.Key, Value: value})
}

// unfinished returns the keys of the erasures that are not finished.
func unfinished(t *testing.T, store analytics.Store) (keys []string) {
	t.Helper()
	for _, row := range rows(t, store, analytics.TableMeta) {
		if key := string(row.Key); strings.HasPrefix(key, "erase ") || strings.HasPrefix(key, "blank ") {
			keys = append(keys, key)
		}
	}
	return keys
}

// TestNoErasureEndsBesideClicksThatCannotBeRead erases clicks that may be in damaged rows
// of the log. The next upkeep erases them when the rows can be read again.
func TestNoErasureEndsBesideClicksThatCannotBeRead(t *testing.T) {
	for _, packs := range []bool{true, false} {
		store, r, id := packedClicks(t)
		mend := damageLog(t, store, r, packs)
		if err := r.EraseClicks(t.Context(), []uint32{3}); !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("erasing clicks returned %v", err)
		}
		err := r.EraseVisitors(t.Context(), []string{id.String()}, []uint64{5}, time.Time{})
		if !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("erasing visitors returned %v", err)
		}
		if left := unfinished(t, store); len(left) != 2 {
			t.Errorf("the erasures %q are left, want two", left)
		}
		mend()
		wantClean(t, r)
		if left := unfinished(t, store); len(left) > 0 {
			t.Errorf("the erasures %q are left", left)
		}
		wantUnpacked(t, store, r)
	}
}

// TestDamageOfLaterClicksHoldsUpNoErasure damages an old click until an erasure has begun,
// and then one that came later.
func TestDamageOfLaterClicksHoldsUpNoErasure(t *testing.T) {
	store := memory.New()
	r := open(t, store, quiet())
	record(t, r, hit(3))
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	old := clickRows(t, store)[0]
	putDamaged(t, r, old)
	if err := r.EraseClicks(t.Context(), []uint32{4}); !errors.Is(err, analytics.ErrDamaged) {
		t.Errorf("erasing clicks returned %v", err)
	}
	record(t, r, hit(4))
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	putDamaged(t, r, clickRows(t, store)[1])
	putRow(t, r, analytics.TableLog, old)
	wantFinding(t, r, "log block 2")
	if left := unfinished(t, store); len(left) > 0 {
		t.Errorf("the erasures %q are left", left)
	}
}

// TestAnErasureOfVisitorsReplacesNoOther begins erasures of two persons, the first one twice,
// while their clicks cannot be read.
func TestAnErasureOfVisitorsReplacesNoOther(t *testing.T) {
	store, r, _ := packedClicks(t)
	mend := damageLog(t, store, r, true)
	for _, person := range []uint64{5, 5, 6} {
		if err := r.EraseVisitors(t.Context(), nil, []uint64{person}, time.Time{}); person == 5 && !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("erasing person %d returned %v", person, err)
		}
	}
	if left := unfinished(t, store); len(left) != 1 {
		t.Errorf("the erasures %q are left, want one", left)
	}
	mend()
	wantClean(t, r)
	if persons, err := r.Persons(t.Context(), 9, 0, 10); err != nil || len(persons) > 0 {
		t.Errorf("persons %v are left: %v", persons, err)
	}
}
