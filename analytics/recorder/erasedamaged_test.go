package recorder_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDamageDelaysTheErasureOfVisitorsOnly damages an index. A rebuild mends it, and the
// erasure is finished after that.
func TestDamageDelaysTheErasureOfVisitorsOnly(t *testing.T) {
	r := erasable(t, 1)
	before, persons := r.exported(), []uint64{2, 3}
	err := recorder.UpdateLane(t.Context(), r.recorder, func(tx analytics.Tx) error {
		return tx.Put(analytics.TablePersons, append(wire.PersonKey(2, 1), 0), []byte("x"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.recorder.EraseVisitors(t.Context(), nil, persons, time.Time{}); !errors.Is(err, analytics.ErrDamaged) {
		t.Errorf("the erasure says %v", err)
	}
	if a, err := r.recorder.Rebuild(t.Context(), analytics.Selection{}); err != nil || len(a.Findings) != 1 {
		t.Fatalf("%v, %+v", err, a)
	}
	wantSound(t, r.recorder) // finishes the erasure first
	r.compareErased(before, nil, persons)
}

// TestAVisitorErasedInPartCountsTwice erases one of two clicks of a visitor.
func TestAVisitorErasedInPartCountsTwice(t *testing.T) {
	r := open(t, memory.New(), nil)
	h := tracked(1, noon, 5)
	record(t, r, h, hit(1))
	if s := day(t, r); *s.Uniques != 1 {
		t.Fatalf("%d visitors", *s.Uniques)
	}
	if err := r.EraseVisitors(t.Context(), []string{h.ID.String()}, nil, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if s := day(t, r); *s.Uniques != 2 || s.Clicks() != 2 {
		t.Errorf("%d visitors, %d clicks", *s.Uniques, s.Clicks())
	}
	wantSound(t, r)
}

// TestRemovedClicksAreNoClicksOfAPerson removes a click, but not yet the rows of the index.
func TestRemovedClicksAreNoClicksOfAPerson(t *testing.T) {
	r := open(t, memory.New(), nil)
	old, young := tracked(1, noon, 5), tracked(1, noon, 6)
	old.Person, young.Person = 8, 9
	record(t, r, old)
	record(t, r, young)
	err := recorder.UpdateLane(t.Context(), r, clicklog.Removed{Block: 1, Latest: noon.UnixMilli()}.Put)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.ClickedBy(t.Context(), 1, []uint64{8, 9}); err != nil || got[0] || !got[1] {
		t.Errorf("%v, %v", got, err)
	}
}
