package recorder_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestLinksErasedWhileEventsAreRead(t *testing.T) {
	for _, ascending := range []bool{false, true} {
		r := open(t, memory.New(), quiet())
		for range 700 { // more than one view reads
			record(t, r, hit(1), hit(2))
		}
		seen := map[uint32]int{}
		for event, err := range r.EachEvent(t.Context(), analytics.EventQuery{Links: []uint32{1, 2}, Ascending: ascending}) {
			if err != nil {
				t.Fatal(err)
			}
			if seen[event.Link.Number]++; len(seen) == 2 && seen[1] == 1 {
				if err := r.EraseClicks(t.Context(), []uint32{2}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if seen[1] != 700 || seen[2] == 0 || seen[2] == 700 {
			t.Errorf("ascending %v: saw %v", ascending, seen)
		}
	}
}

func TestAPlaceThatNoPageReturned(t *testing.T) {
	r := open(t, memory.New(), quiet())
	for range 5 {
		record(t, r, hit(1))
		record(t, r, hit(2))
	}
	day := uint32(noon.Unix() / 86400)
	at := analytics.EventPlace{Day: day, Place: analytics.Place{Block: 4, Position: 3}} // of link 2
	events, next, err := r.Events(t.Context(), analytics.EventQuery{Links: []uint32{1}, Limit: 9, After: at})
	if err != nil || len(events) != 2 || next != (analytics.EventPlace{}) {
		t.Errorf("%d events, next %v, %v", len(events), next, err)
	}
}

func TestQueriesOfEventsThatAreRefused(t *testing.T) {
	r := open(t, memory.New(), nil)
	for field, q := range map[string]analytics.EventQuery{
		"Limit":   {Links: []uint32{1}},
		"Links":   {Limit: 1},
		"To":      {Links: []uint32{1}, Limit: 1, From: noon, To: noon.Add(-time.Second)},
		"Classes": {Links: []uint32{1}, Limit: 1, Classes: []analytics.Class{analytics.Conversion + 1}},
	} {
		_, _, err := r.Events(t.Context(), q)
		if fault, ok := errors.AsType[*routing.FieldError](err); !ok || fault.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// TestEventsOfAVisitorWhoComesMeanwhile has the link changed and clicked by the visitor
// just before the store is read: the new plan is not stored before the click is folded.
func TestEventsOfAVisitorWhoComesMeanwhile(t *testing.T) {
	store := &interposed{Store: memory.New()}
	r, _, err := recorder.OpenWithFewPending(t.Context(), store, quiet(), 1000, true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	visit := func(revision uint32) {
		h := tracked(1, noon, uint64(revision))
		h.Plan = plan(1)
		h.Plan.Revision, h.Person = revision, 9
		record(t, r, h)
	}
	visit(1)
	for _, ascending := range []bool{false, true} {
		read := store.views.Load()
		store.before = func(view int64) {
			if view == read+1 {
				visit(uint32(view + 10))
			}
		}
		q := analytics.EventQuery{Links: []uint32{1}, Limit: 5, Ascending: ascending, Visitor: &analytics.EventVisitor{Persons: []uint64{9}}}
		if events, _, err := r.Events(t.Context(), q); err != nil || len(events) == 0 {
			t.Errorf("ascending %v: %d events, %v", ascending, len(events), err)
		}
	}
}
