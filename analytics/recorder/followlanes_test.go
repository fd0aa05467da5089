package recorder_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/lanetest"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
)

// TestFollowersOfSeveralLanesMissNothing follows the clicks of several recorders while
// they go on, and goes on from a cursor of the events.
func TestFollowersOfSeveralLanesMissNothing(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCrew(t, seed, 2+int(seed%3))
				for range 10 {
					c.step()
				}
				from := logEnd(t, c.all[0])
				before := len(c.clicks())
				events := c.follow(analytics.FollowQuery{}, 0, 10)
				c.follow(analytics.FollowQuery{From: from}, before, 0)
				at := c.IntN(len(events))
				rest := c.follow(analytics.FollowQuery{From: events[at].Cursor}, at+1, 5)
				for _, e := range rest {
					if slices.ContainsFunc(events[:at+1], func(old analytics.Event) bool { return old.Click.ID == e.Click.ID }) {
						t.Fatalf("%v comes again behind its cursor", e.Click.ID)
					}
				}
			})
		})
	}
}

// follow follows until it has all clicks but some that are before the query's cursor. Some
// clicks come meanwhile. Those of each lane come in order.
func (c *crew) follow(query analytics.FollowQuery, before, busy int) (events []analytics.Event) {
	c.Helper()
	if len(c.clicks()) == before {
		c.record(0, false)
	}
	for e, err := range c.any().Follow(c.Context(), query) {
		if err != nil {
			c.Fatal(err)
		}
		if events = append(events, e); busy > 0 {
			busy--
			c.record(c.IntN(len(c.all)), false)
		}
		if len(events)+before == len(c.clicks()) {
			break
		}
	}
	for lane, log := range c.logs {
		c.inOrder(lane, log, events)
	}
	return events
}

// inOrder checks that events have the last clicks of a lane, in order.
func (c *crew) inOrder(lane int, log []crewClick, events []analytics.Event) {
	c.Helper()
	var got, want []string
	in := make(map[string]bool)
	for _, k := range log {
		want, in[k.id] = append(want, k.id), true
	}
	for _, e := range events {
		if in[e.Click.ID] {
			got = append(got, e.Click.ID)
		}
	}
	if want = want[max(len(want)-len(got), 0):]; !slices.Equal(got, want) {
		c.Fatalf("lane %d: got %v, want %v", lane, got, want)
	}
}

func TestFollowersFindALaneThatIsNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(2)
		r := open(t, store, quiet())
		record(t, r, hit(1))
		var links []uint32
		for e, err := range r.Follow(t.Context(), analytics.FollowQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			if links = append(links, e.Click.Link.Number); len(links) == 3 {
				break
			}
			if len(links) == 1 {
				record(t, open(t, store, quiet()), hit(2), hit(3))
			}
		}
		if !slices.Equal(links, []uint32{1, 2, 3}) {
			t.Errorf("followed %v", links)
		}
	})
}

func TestFollowersEndWithTheirRecorderBesideOthers(t *testing.T) {
	store := lanetest.New(2)
	a, b := open(t, store, quiet()), open(t, store, quiet())
	record(t, a, hit(1))
	record(t, b, hit(2))
	var last error
	seen := 0
	for _, last = range a.Follow(t.Context(), analytics.FollowQuery{}) {
		if seen++; seen == 2 {
			if err := a.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if seen != 3 || !errors.Is(last, analytics.ErrClosed) {
		t.Errorf("%d events, and then %v", seen, last)
	}
}

func TestACursorBehindTheEndOfAnotherLaneIsRefused(t *testing.T) {
	store := lanetest.New(2)
	a, _ := open(t, store, quiet()), open(t, store, quiet())
	for _, lane := range []analytics.Lane{1, 2} {
		from := analytics.Cursor{}.With(lane, analytics.Place{Block: 2})
		for _, err := range a.Follow(t.Context(), analytics.FollowQuery{From: from}) {
			if wrong, ok := errors.AsType[*routing.FieldError](err); !ok || wrong.Field != "From" {
				t.Errorf("lane %d: %v", lane, err)
			}
		}
	}
}

// TestLinksErasedInAnotherLaneWhileTheyAreRead has the owner of a lane erase a link, of
// which another recorder has read some clicks.
func TestLinksErasedInAnotherLaneWhileTheyAreRead(t *testing.T) {
	for name, read := range map[string]func(*recorder.Recorder) iter.Seq2[analytics.Click, error]{
		"Clicks": func(r *recorder.Recorder) iter.Seq2[analytics.Click, error] { return r.Clicks(t.Context(), 2) },
		"EachEvent": func(r *recorder.Recorder) iter.Seq2[analytics.Click, error] {
			return r.EachEvent(t.Context(), analytics.EventQuery{Links: []uint32{1, 2}})
		},
		"Export": func(r *recorder.Recorder) iter.Seq2[analytics.Click, error] {
			return r.Export(t.Context(), analytics.Selection{})
		},
	} {
		store := lanetest.New(2)
		owner, reader := open(t, store, quiet()), open(t, store, quiet())
		for range 700 { // more than one view reads
			record(t, owner, hit(1), hit(2))
		}
		seen := map[uint32]int{}
		for c, err := range read(reader) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if seen[c.Link.Number]++; c.Link.Number == 2 && seen[2] == 1 {
				if err := owner.EraseClicks(t.Context(), []uint32{2}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if name != "Clicks" && seen[1] != 700 || seen[2] == 0 || seen[2] == 700 {
			t.Errorf("%s: saw %v", name, seen)
		}
	}
}
