package recorder_test

import (
	"bytes"
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

func TestValuesBeyondAThousandAreOther(t *testing.T) {
	store := memory.New()
	var m model
	r := open(t, store, nil)
	for i := range 2500 {
		h := hit(1)
		h.Visit.Referer = fmt.Sprintf("https://site%d.example/", i%1200)
		if i%500 == 0 { // folded in between
			if err := r.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			r = open(t, store, nil)
		}
		record(t, r, h)
		m = append(m, fact{link: 1, time: noon, class: analytics.Human, values: map[analytics.Dimension]string{
			analytics.ByReferrer: fmt.Sprintf("site%d.example", i%1200),
		}})
	}
	q := analytics.Query{Links: []uint32{1}, From: noon, To: noon.Add(time.Hour), Location: time.UTC}
	got, want := day(t, r).Breakdowns[analytics.ByReferrer], m.stats(q).Breakdowns[analytics.ByReferrer]
	if !slices.Equal(got, want) || len(got) != 1001 || got[0] != (analytics.Count{Value: "Other", Clicks: 400, Rest: true}) {
		t.Errorf("%d values, first %v", len(got), got[0])
	}
}

func TestQueryIsChecked(t *testing.T) {
	r := open(t, memory.New(), nil)
	for reason, q := range map[string]analytics.Query{
		"From: is missing":         {To: noon},
		"To: must be after From":   {From: noon, To: noon},
		"To: must be at most 3660": {From: noon, To: noon.AddDate(200, 0, 0)},
		"Granularity: must not be hour for more than 36600 hours": {From: noon, To: noon.AddDate(5, 0, 0), Granularity: analytics.Hourly},
		"Granularity: is not one of the constants":                {From: noon, To: noon.Add(1), Granularity: 5},
		"Top: must not be negative":                               {From: noon, To: noon.Add(1), Top: -1},
		"Filter: has no dimension 99":                             {From: noon, To: noon.Add(1), Filter: map[analytics.Dimension][]string{99: {"x"}}},
		"Filter: must have 1 to 1000 values for utm_term":         {From: noon, To: noon.Add(1), Filter: map[analytics.Dimension][]string{analytics.ByUTMTerm: {}}},
	} {
		if _, err := r.Stats(t.Context(), q); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: got %v", reason, err)
		}
	}
}

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

func TestASecondRecorderWaitsForTheFirstToBeClosed(t *testing.T) {
	for name, ctx := range map[string]context.Context{"in time": t.Context(), "in a hurry": ended(t)} {
		store := memory.New()
		first, err := recorder.Open(t.Context(), store, nil)
		if err != nil {
			t.Fatal(err)
		}
		record(t, first, hit(1))
		for range 2 {
			if _, err := recorder.Open(t.Context(), store, nil); !errors.Is(err, analytics.ErrLeased) {
				t.Fatalf("%s: a second recorder: %v", name, err)
			}
		}
		if err := first.Close(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: %v", name, err)
		}
		second := open(t, store, nil)
		record(t, second, hit(1))
		if s := day(t, second); s.Clicks() != 2 {
			t.Errorf("%s: %d clicks", name, s.Clicks())
		}
	}
}

// ended returns a context that has ended.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// TestAStoreThatCannotBeReadIsLetGo opens a recorder on a damaged store.
func TestAStoreThatCannotBeReadIsLetGo(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	record(t, r, hit(1))
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	damage(t, store, analytics.TableMeta)
	if _, err := recorder.Open(t.Context(), store, nil); !errors.Is(err, analytics.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if err := change(t, store, func(analytics.Tx) error { return nil }); err != nil {
		t.Errorf("the lane is not free: %v", err)
	}
}

// careless gives its lane to everybody.
type careless struct {
	analytics.Store
	lease analytics.Lease
	epoch uint64
}

// LeaseLane implements [analytics.Store].
func (s *careless) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (_ analytics.Lease, err error) {
	if s.epoch++; s.lease == nil {
		s.lease, err = s.Store.LeaseLane(ctx, lane, owner)
	}
	return endless{s.lease, s.epoch}, err
}

// endless is a lease that does not end.
type endless struct {
	analytics.Lease
	epoch uint64
}

// Epoch implements [analytics.Lease].
func (l endless) Epoch() uint64 { return l.epoch }

// Release implements [analytics.Lease].
func (endless) Release(context.Context) error { return nil }

func TestSecondRecorderOnAStoreIsFoundOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &careless{Store: memory.New()}
		first := open(t, store, nil)
		second, err := recorder.Open(t.Context(), store, nil)
		if err != nil {
			t.Fatal(err)
		}
		record(t, first, hit(1))
		if err := second.Record(t.Context(), hit(1)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := second.Close(ctx); err == nil || !contains(err, "another recorder writes to this store") {
			t.Errorf("got %v", err)
		}
		if s := day(t, first); s.Clicks() != 1 {
			t.Errorf("%d clicks", s.Clicks())
		}
	})
}
