package recorder_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/lanetest"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// TestStatsOfAllLanesEqualANaiveCount records random clicks with several recorders of one
// store, and asks all of them, also one that has no clicks of its own.
func TestStatsOfAllLanesEqualANaiveCount(t *testing.T) {
	for seed := range uint64(24) {
		place := places[seed%uint64(len(places))]
		t.Run(fmt.Sprint(place.zone, seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newLanesRun(t, seed, place.when)
				r.zone = zone(t, place.zone)
				for range 50 {
					r.step()
				}
				r.compare((*run).compare)
			})
		})
	}
}

// TestSumsOfAllLanesEqualANaiveCount has days and months closed between the clicks.
func TestSumsOfAllLanesEqualANaiveCount(t *testing.T) {
	for seed := range uint64(12) {
		synctest.Test(t, func(t *testing.T) {
			r := newLanesRun(t, seed, time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC))
			for range 30 {
				r.step()
				r.now = r.now.Add(time.Duration(r.IntN(90)) * time.Hour)
			}
			for range 4 {
				r.compare((*run).compareMonths)
			}
		})
	}
}

// lanesRun is the life of several recorders. That of run changes.
type lanesRun struct{ *run }

func newLanesRun(t *testing.T, seed uint64, begin time.Time) lanesRun {
	r := lanesRun{newRunOn(t, lanetest.New(8), seed, begin)}
	for range 2 + r.IntN(2) {
		r.others = append(r.others, r.recorder)
		r.open()
	}
	t.Cleanup(func() {
		for _, other := range r.others {
			r.tell(other.Close(context.Background()))
		}
	})
	return r
}

// turn has the next thing done by another recorder. The first of them never records.
func (r *lanesRun) turn() {
	i := 1 + r.IntN(len(r.others)-1)
	r.recorder, r.others[i] = r.others[i], r.recorder
}

// step does something at random.
func (r *lanesRun) step() {
	r.turn()
	switch r.IntN(9) {
	case 0:
		time.Sleep(time.Duration(r.IntN(6000)) * time.Millisecond)
	case 1:
		r.close()
		r.open()
	case 2:
		r.flush()
		r.crash()
	case 3:
		r.now = r.now.Add(time.Duration(r.IntN(20)) * time.Hour)
	case 4:
		r.erase(r.links[r.IntN(len(r.links))])
	case 5:
		r.compare((*run).compare)
	case 6:
		wantClean(r.T, r.others[0])
		r.flush()
		r.tell(recorder.PackDays(r.Context(), r.recorder))
	default:
		r.recordSome(1 + r.IntN(100))
	}
}

// recordSome records clicks and converts some of them.
func (r *lanesRun) recordSome(n int) {
	first := len(r.model)
	r.record(n)
	for i := first; i < first+n; i++ {
		if r.model[i].id != (analytics.ClickID{}) && r.IntN(4) == 0 {
			r.convertClick(i)
		}
	}
}

// erase erases a link from all lanes.
func (r *lanesRun) erase(link uint32) {
	for _, recorder := range append(r.others, r.recorder) {
		r.tell(recorder.EraseClicks(r.Context(), []uint32{link}))
	}
	r.model = slices.DeleteFunc(r.model, func(f fact) bool { return f.link == link })
}

// compare has every recorder compared with the model.
func (r *lanesRun) compare(with func(*run)) {
	r.Helper()
	r.flush()
	own := r.recorder
	for _, r.recorder = range append(r.others, own) {
		with(r.run)
	}
	r.recorder = own
}

// TestAnAuditNamesTheLane damages a rollup of another recorder's lane.
func TestAnAuditNamesTheLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newLanesRun(t, 1, noon)
		r.turn()
		r.record(20)
		r.flush()
		time.Sleep(11 * time.Second) // everything is folded
		r.tell(recorder.UpdateLane(t.Context(), r.recorder, func(tx analytics.Tx) error {
			for row, err := range tx.Scan(analytics.TableRollups, nil, nil) {
				return errors.Join(err, tx.Put(analytics.TableRollups, row.Key, []byte("damaged rollup")))
			}
			return nil
		}))
		a := audit(t, r.others[0], analytics.Selection{})
		if len(a.Findings) != 1 || a.Findings[0].Lane != recorder.LaneOf(r.recorder) {
			t.Errorf("the audit found %v", a.Findings)
		}
	})
}

// TestWhoClickedIsAskedOfAllLanes has persons click in different lanes.
func TestWhoClickedIsAskedOfAllLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newLanesRun(t, 1, noon)
		var ids []string
		for person, recorder := range append(r.others, r.recorder) {
			h := hit(1)
			h.Person = uint64(person + 1)
			h.ID = analytics.NewClickID(noon, 0, h.Person)
			record(t, recorder, h)
			ids = append(ids, h.ID.String())
		}
		persons, err := r.recorder.Persons(t.Context(), 1, 1, 2)
		if r.tell(err); !slices.Equal(persons, []uint64{2, 3}) {
			t.Errorf("the persons are %v", persons)
		}
		ask := []uint64{3, 99, 1, 2}
		want := []bool{true, false, true, true}
		for _, recorder := range append(r.others, r.recorder) {
			clicked, err := recorder.ClickedBy(t.Context(), 1, ask)
			r.tell(err)
			have, err := recorder.HaveClicks(t.Context(), ask)
			r.tell(err)
			events, err := recorder.HaveEvents(t.Context(), ids)
			if r.tell(err); !slices.Equal(clicked, want) || !slices.Equal(have, want) || slices.Contains(events, false) {
				t.Errorf("clicked %v, with clicks %v, with events %v", clicked, have, events)
			}
		}
	})
}

// interrupted is a store that does something after the next view.
type interrupted struct {
	analytics.Store
	next func() // nil for nothing
}

// ViewClicks implements [analytics.Store].
func (s *interrupted) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	err := s.Store.ViewClicks(ctx, fn)
	if next := s.next; next != nil {
		s.next = nil
		next()
	}
	return err
}

// TestFiguresAreReadAgainWhenAnotherLaneErasesMeanwhile erases clicks in another lane after
// a reader has seen them pending.
func TestFiguresAreReadAgainWhenAnotherLaneErasesMeanwhile(t *testing.T) {
	today := analytics.Query{Links: []uint32{1}, From: noon, To: noon.AddDate(0, 0, 1)}
	for name, ask := range map[string]func(*recorder.Recorder) (uint64, error){
		"Stats": func(r *recorder.Recorder) (uint64, error) {
			s, err := r.Stats(context.Background(), today)
			return s.Clicks(), err
		},
		"Totals": func(r *recorder.Recorder) (uint64, error) {
			totals, err := r.Totals(context.Background(), []uint32{1})
			return totals[0][analytics.Human], err
		},
		"LinkRequests": func(r *recorder.Recorder) (uint64, error) {
			found, err := r.LinkRequests(context.Background(), today)
			return found.Classes[0][analytics.Human], err
		},
	} {
		t.Run(name, func(t *testing.T) {
			store := lanetest.New(2)
			other := open(t, store, nil)
			reading := &interrupted{Store: store}
			reader := open(t, reading, nil)
			record(t, other, hit(1))
			if n, err := ask(reader); n != 1 || err != nil {
				t.Fatalf("%d clicks, %v", n, err)
			}
			reading.next = func() {
				if err := other.EraseClicks(context.Background(), []uint32{1}); err != nil {
					t.Error(err)
				}
			}
			if n, err := ask(reader); n != 0 || err != nil {
				t.Errorf("%d clicks after they were erased, %v", n, err)
			}
		})
	}
}
