package recorder_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// figures returns the statistics of all links and those of each.
func (r *trackedRun) figures() (all []*analytics.Stats) {
	for _, links := range [][]uint32{{0, 1, 2}, {0}, {1}, {2}} {
		s, err := r.recorder.Stats(r.Context(), analytics.Query{
			Links: links, From: noon.Add(-24 * time.Hour), To: noon.Add(24 * time.Hour),
		})
		if err != nil {
			r.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// erased returns clicks as they should be when visitors were erased. IDs that are not
// stored and hashes are left out.
func erased(clicks []analytics.Click, ids []string, persons []uint64) (want []analytics.Click) {
	for _, c := range clicks {
		facts := c.Converted
		if slices.Contains(ids, c.ID) && c.Tracked || slices.Contains(persons, c.Person) || facts != nil && slices.Contains(ids, facts.Click) {
			c.Tracked, c.Person, c.UserAgent, c.Addr = false, 0, "", netip.Addr{}
			if facts != nil {
				c.Converted = &analytics.ConversionFacts{First: facts.First, Kind: facts.Kind, Value: facts.Value, Currency: facts.Currency}
			}
		}
		want = append(want, unidentified(c))
	}
	return want
}

// unidentified returns a click without an ID that is not stored and without a hash.
func unidentified(c analytics.Click) analytics.Click {
	c.Visitor = 0
	if !c.Tracked {
		c.ID = ""
	}
	return c
}

// compareErased compares the log with what it should be, and each visitor with the one
// before.
func (r *trackedRun) compareErased(before []analytics.Click, ids []string, persons []uint64) {
	want, renamed := erased(before, ids, persons), make(map[[2]uint64]bool)
	after := r.exported()
	for i, c := range after {
		if got := unidentified(c); !reflect.DeepEqual(got, want[i]) {
			r.Errorf("click %d is\n%+v, want\n%+v", i, got, want[i])
		}
		blank := before[i].Tracked && !c.Tracked
		if blank == (c.Visitor == before[i].Visitor) || slices.Contains(ids, c.ID) {
			r.Errorf("click %d: blank is %v, visitor %x was %x", i, blank, c.Visitor, before[i].Visitor)
		}
		if blank {
			renamed[[2]uint64{before[i].Visitor, c.Visitor}] = true
		}
	}
	olds := make(map[uint64]bool)
	for pair := range renamed {
		olds[pair[0]] = true
	}
	if len(after) != len(before) || len(olds) != len(renamed) {
		r.Errorf("%d clicks became %d, visitors %v", len(before), len(after), slices.Collect(maps.Keys(renamed)))
	}
}

// erasable makes a run whose every person has an address and an agent, so that no
// visitor is erased in part.
func erasable(t *testing.T, seed uint64) *trackedRun {
	r := newTrackedRun(t, seed, 0)
	for n := range 60 {
		h := tracked(uint32(r.IntN(3)), r.at(), r.Uint64())
		h.Person = 1 + r.Uint64N(5)
		h.Visit.Addr, h.Visit.UserAgent = netip.AddrFrom4([4]byte{10, 0, byte(h.Person), 1}), fmt.Sprint("agent ", h.Person)
		if n%4 == 0 {
			h.Person, h.Visit.Addr = 0, netip.AddrFrom4([4]byte{10, 1, byte(n), 1})
		}
		h.Rule, h.Draws = 0, []routing.Draw{{Split: 0, U: float64(r.IntN(1000)) / 10}}
		h.Visit.Referer = "https://news.example.org/"
		if err := r.recorder.Record(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		r.tracked = append(r.tracked, h.ID.String())
		if n%7 == 0 {
			r.flush()
			r.now.Add(3e5)
			r.convert(r.tracked[r.IntN(len(r.tracked))])
		}
	}
	r.flush()
	return r
}

func TestErasedVisitorsLeaveFiguresAsTheyWere(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := erasable(t, seed)
			before, figures := r.exported(), r.figures()
			ids, persons := r.tracked[4:5], []uint64{2, 3} // the click has no person
			if err := r.recorder.EraseVisitors(t.Context(), ids, persons, time.Time{}); err != nil {
				t.Fatal(err)
			}
			r.compareErased(before, ids, persons)
			if after := r.figures(); !reflect.DeepEqual(after, figures) {
				t.Errorf("figures are\n%+v, were\n%+v", after, figures)
			}
			wantSound(t, r.recorder)
			for _, row := range indexRows(t, r.store) {
				if bytes.Contains([]byte(row), []byte("persons 010000000000000002")) {
					t.Errorf("row %s is left", row)
				}
			}
			r.close()
			r.open()
			r.compareErased(before, ids, persons)
			if err := r.recorder.EraseVisitors(t.Context(), ids, persons, time.Time{}); err != nil {
				t.Errorf("once more: %v", err)
			}
			r.clicks = nil
			r.compare()
		})
	}
}

// TestInterruptedErasureOfVisitorsIsFinished cuts the store off after each number of
// transactions.
func TestInterruptedErasureOfVisitorsIsFinished(t *testing.T) {
	for allowed := 1; ; allowed++ {
		r := erasable(t, 1)
		before, figures := r.exported(), r.figures()
		ids, persons := r.tracked[4:5], []uint64{2, 3}
		left := allowed
		r.store.decide(func() fate {
			if left--; left >= 0 {
				return passes
			}
			return neverRuns
		})
		err := r.recorder.EraseVisitors(t.Context(), ids, persons, time.Time{})
		if err != nil && !errors.Is(err, errBroken) {
			t.Fatal(err)
		}
		r.store.decide(func() fate { return passes })
		r.close()
		r.open()
		wantSound(t, r.recorder) // finishes the erasure first
		r.compareErased(before, ids, persons)
		if after := r.figures(); !reflect.DeepEqual(after, figures) {
			t.Errorf("after %d transactions figures are\n%+v, were\n%+v", allowed, after, figures)
		}
		for _, row := range rows(t, r.store, analytics.TableMeta) {
			if bytes.HasPrefix(row.Key, []byte("blank ")) || bytes.HasPrefix(row.Key, []byte("recount ")) {
				t.Errorf("%q is left", row.Key)
			}
		}
		if err == nil {
			break
		}
		if allowed > 30 {
			t.Fatal("it is never finished")
		}
	}
}

// TestNoConversionOutlivesTheErasureOfItsVisitor records conversions all the time while
// visitors are erased.
func TestNoConversionOutlivesTheErasureOfItsVisitor(t *testing.T) {
	r := erasable(t, 1)
	ids, persons := r.tracked, []uint64{1, 2, 3, 4, 5}
	var recording sync.WaitGroup
	begun := make(chan struct{}, len(ids))
	for _, id := range ids {
		recording.Go(func() {
			facts := analytics.ConversionFacts{Click: id, Kind: "form", FormResponses: []byte(`{"name":"Ada"}`)}
			var err error
			for n := 0; err == nil || errors.Is(err, context.DeadlineExceeded); n++ { // a slow machine is late
				if _, err = r.recorder.Convert(t.Context(), analytics.ClickID{}, facts); n == 0 {
					begun <- struct{}{}
				}
			}
			if !errors.Is(err, analytics.ErrUnknownClick) {
				t.Error(err)
			}
		})
	}
	for range ids {
		<-begun
	}
	if err := r.recorder.EraseVisitors(t.Context(), ids, persons, time.Time{}); err != nil {
		t.Fatal(err)
	}
	recording.Wait()
	r.flush()
	for _, c := range r.exported() {
		if c.Tracked || c.Person != 0 || c.Converted != nil && c.Converted.FormResponses != nil {
			t.Fatalf("left: %+v, %+v", c, c.Converted)
		}
	}
	wantSound(t, r.recorder)
}

func TestErasureOfVisitorsRefusesWhatIsNoID(t *testing.T) {
	r := newTrackedRun(t, 1, 0)
	err := r.recorder.EraseVisitors(t.Context(), []string{"x"}, nil, time.Time{})
	if wrong, ok := errors.AsType[*routing.FieldError](err); !ok || wrong.Field != "IDs" {
		t.Error(err)
	}
}

// TestClicksAfterTheErasureWasAskedForAreKept erases a person up to the time of one of
// three clicks, with conversions of the first and the last.
func TestClicksAfterTheErasureWasAskedForAreKept(t *testing.T) {
	r := open(t, memory.New(), nil)
	var hits []analytics.Hit
	for n := range 3 {
		h := tracked(1, noon.Add(time.Duration(n)*time.Minute), uint64(n+1))
		h.Person, h.Visit.UserAgent = 7, "agent"
		hits = append(hits, h)
		record(t, r, h)
	}
	for _, h := range []analytics.Hit{hits[0], hits[2]} {
		if _, err := r.Convert(t.Context(), analytics.ClickID{}, analytics.ConversionFacts{Click: h.ID.String(), Kind: "form", FormResponses: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.EraseVisitors(t.Context(), nil, []uint64{7}, hits[1].Visit.Time); err != nil {
		t.Fatal(err)
	}
	for _, h := range hits[:2] {
		if _, err := r.Event(t.Context(), h.ID.String()); !errors.Is(err, analytics.ErrUnknownClick) {
			t.Errorf("the click at %v: %v", h.Visit.Time, err)
		}
	}
	if c, err := r.Event(t.Context(), hits[2].ID.String()); err != nil || c.Person != 7 || c.UserAgent != "agent" {
		t.Errorf("the last click: %+v, %v", c, err)
	}
	forms := 0
	for c, err := range r.Export(t.Context(), analytics.Selection{}) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Converted != nil && c.Converted.FormResponses != nil {
			forms++
			if c.Converted.Click != hits[2].ID.String() {
				t.Errorf("left: %+v", c.Converted)
			}
		}
	}
	if forms != 1 {
		t.Errorf("%d forms are left", forms)
	}
	wantSound(t, r)
	if have, err := r.HaveClicks(t.Context(), []uint64{8, 7, 9}); err != nil || !slices.Equal(have, []bool{false, true, false}) {
		t.Errorf("the persons with clicks: %v, %v", have, err)
	}
	if err := r.EraseVisitors(t.Context(), nil, []uint64{7}, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if have, err := r.HaveClicks(t.Context(), []uint64{7}); err != nil || have[0] {
		t.Errorf("an erased person has clicks: %v, %v", have, err)
	}
}

func TestAClickHasEventsUntilItIsErased(t *testing.T) {
	r := open(t, memory.New(), nil)
	h := tracked(1, noon, 1)
	record(t, r, h)
	ids := []string{"none", h.ID.String(), tracked(1, noon.Add(time.Second), 2).ID.String()}
	if have, err := r.HaveEvents(t.Context(), ids); err != nil || !slices.Equal(have, []bool{false, true, false}) {
		t.Errorf("recorded: %v, %v", have, err)
	}
	if err := r.EraseVisitors(t.Context(), ids[1:2], nil, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if have, err := r.HaveEvents(t.Context(), ids); err != nil || slices.Contains(have, true) {
		t.Errorf("erased: %v, %v", have, err)
	}
}
