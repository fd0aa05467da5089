package recorder_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// daysOfClicks returns a recorder of clicks of five links on three days, in many blocks.
// Links are of workspace 7, and odd links have clicks of the person 9.
func daysOfClicks(t *testing.T, store analytics.Store) *recorder.Recorder {
	t.Helper()
	random := rand.New(rand.NewPCG(3, 4))
	r, err := recorder.Open(t.Context(), store, quiet())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		at := noon.Add(time.Duration(i) * 70 * time.Minute).Add(-71 * time.Hour)
		var hits []analytics.Hit
		for range 1 + random.IntN(9) {
			link := 1 + random.Uint32N(5)
			h := tracked(link, at, random.Uint64())
			h.Plan.Workspace, h.Person = 7, uint64(9*(link%2))
			hits = append(hits, h)
		}
		record(t, r, hits...)
	}
	if err := r.Close(t.Context()); err != nil { // folds everything
		t.Fatal(err)
	}
	return open(t, store, quiet())
}

// TestEventsBesideADamagedRow damages rows one after the other, and wants all events but
// those that need the row.
func TestEventsBesideADamagedRow(t *testing.T) {
	store := memory.New()
	r := daysOfClicks(t, store)
	random := rand.New(rand.NewPCG(1, 2))
	for table, all := range map[analytics.Table][]analytics.Row{
		analytics.TableLog: chunksOf(t, store), analytics.TableWords: rows(t, store, analytics.TableWords), analytics.TablePlans: rows(t, store, analytics.TablePlans),
	} {
		for i := 0; i < len(all); i += 1 + len(all)/15 {
			spoilt := analytics.Row{Key: all[i].Key, Value: slices.Clone(all[i].Value)}
			spoilt.Value[len(spoilt.Value)-1] ^= 1
			clicks := exportOf(t, r)
			putRow(t, r, table, spoilt)
			listBesideDamage(t, r, random, fmt.Sprintf("row %d of %s", i, table), clicks)
			putRow(t, r, table, all[i])
		}
	}
}

// listBesideDamage lists events of the clicks, of which some are damaged.
func listBesideDamage(t *testing.T, r *recorder.Recorder, random *rand.Rand, damage string, clicks []analytics.Click) {
	t.Helper()
	left := slices.DeleteFunc(slices.Clone(clicks), func(c analytics.Click) bool {
		_, err := r.Event(t.Context(), c.ID)
		return errors.Is(err, analytics.ErrDamaged)
	})
	for name, q := range map[string]analytics.EventQuery{
		"a link": {Links: []uint32{2}}, "three links": {Links: []uint32{1, 3, 4}}, "a workspace": {Workspace: 7},
		"a visitor": {Workspace: 7, Visitor: &analytics.EventVisitor{Persons: []uint64{9}}},
	} {
		q.Ascending, q.Limit = random.IntN(2) == 0, 1+random.IntN(40)
		recorder.LimitEvents(r, 1+random.IntN(100), 1+random.IntN(12), 1+random.IntN(6))
		what := fmt.Sprintf("%s, %s, ascending %v", damage, name, q.Ascending)
		wantEvents(t, r, what, q, wanted(left, &q), len(wanted(clicks, &q)) > len(wanted(left, &q)))
	}
}

// wantEvents wants all pages of a query to have some events, and damage to be reported.
func wantEvents(t *testing.T, r *recorder.Recorder, what string, q analytics.EventQuery, want []string, damaged bool) {
	t.Helper()
	reported := 0
	q.Damaged = func(err error) {
		if reported++; !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("%s: reported %v", what, err)
		}
	}
	var got []string
	for more := true; more; {
		page, next, err := r.Events(t.Context(), q)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, c := range page {
			got = append(got, c.ID)
		}
		q.After, more = next, next != (analytics.EventPlace{})
	}
	if !slices.Equal(got, want) || damaged && reported == 0 {
		t.Errorf("%s, limit %d: %d events, want %d, %d reports of damage", what, q.Limit, len(got), len(want), reported)
	}
}

// wanted returns the IDs of the clicks that a query selects. The clicks are in the order
// of the log.
func wanted(clicks []analytics.Click, q *analytics.EventQuery) (ids []string) {
	for _, c := range clicks {
		if (q.Links == nil || slices.Contains(q.Links, c.Link.Number)) && (q.Visitor == nil || c.Person == 9) {
			ids = append(ids, c.ID)
		}
	}
	if !q.Ascending {
		slices.Reverse(ids)
	}
	return ids
}

// exportOf returns all clicks in the order of the log.
func exportOf(t *testing.T, r *recorder.Recorder) (clicks []analytics.Click) {
	t.Helper()
	for c, err := range r.Export(t.Context(), analytics.Selection{}) {
		if err != nil {
			t.Fatal(err)
		}
		clicks = append(clicks, c)
	}
	return clicks
}

// TestDamageIsAnErrorIfNobodyIsToldOfIt reads events without Damaged.
func TestDamageIsAnErrorIfNobodyIsToldOfIt(t *testing.T) {
	store := memory.New()
	r := daysOfClicks(t, store)
	row := chunksOf(t, store)[30]
	row.Value[len(row.Value)-1] ^= 1
	putRow(t, r, analytics.TableLog, row)
	for _, ascending := range []bool{false, true} {
		q := analytics.EventQuery{Workspace: 7, Limit: 1000, Ascending: ascending}
		if page, _, err := r.Events(t.Context(), q); !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("ascending %v: %d events, %v", ascending, len(page), err)
		}
		var last error
		for _, err := range r.EachEvent(context.Background(), q) {
			last = err
		}
		if !errors.Is(last, analytics.ErrDamaged) {
			t.Errorf("ascending %v: all events end with %v", ascending, last)
		}
	}
}
