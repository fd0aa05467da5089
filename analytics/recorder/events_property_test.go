package recorder_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// TestEventsEqualANaiveList records random clicks, with folds, removed and erased clicks,
// restarts and crashes, and lists events in between: of links and workspaces, in both
// orders, in pages of any size, some of them while clicks come or are removed.
func TestEventsEqualANaiveList(t *testing.T) {
	for seed := range recorder.Seeds(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, seed, noon)
				for link := range uint32(25) {
					r.links = append(r.links, 300+link*link)
				}
				if seed%3 == 2 {
					r.retention = time.Duration(1+r.IntN(48)) * time.Hour
				}
				for range 15 {
					r.age()
					r.flush()
					for range 4 {
						r.listEvents()
					}
				}
			})
		})
	}
}

// listEvents lists the events of a random query.
func (r *run) listEvents() {
	r.Helper()
	recorder.LimitEvents(r.recorder, 1+r.IntN(30), 1+r.IntN(12), 1+r.IntN(6))
	query := r.eventQuery()
	want := r.naiveEvents(query)
	var got []analytics.Click
	if r.fresh = make(map[string]bool); r.IntN(3) == 0 {
		got = r.eachEvent(query)
	} else {
		got = r.pages(query, r.IntN(2) == 0)
	}
	known, listed, left := idsOf(want), idsOf(got), idsOf(r.exported())
	came := func(c analytics.Click) bool { return !known[c.ID] && r.fresh[c.ID] }
	removed := func(c analytics.Click) bool { return !listed[c.ID] && !left[c.ID] }
	r.compareEvents(query, slices.DeleteFunc(got, came), slices.DeleteFunc(want, removed))
}

// idsOf returns the IDs of clicks.
func idsOf(clicks []analytics.Click) map[string]bool {
	ids := make(map[string]bool)
	for _, c := range clicks {
		ids[c.ID] = true
	}
	return ids
}

// eventQuery returns a random query.
func (r *run) eventQuery() analytics.EventQuery {
	q := analytics.EventQuery{Ascending: r.IntN(2) == 0, Limit: 1 + r.IntN(60)}
	switch r.IntN(4) {
	case 0:
		q.Links = []uint32{r.links[r.IntN(len(r.links))]}
	case 1:
		q.Links = append(q.Links, r.links...)
		r.Shuffle(len(q.Links), func(i, j int) { q.Links[i], q.Links[j] = q.Links[j], q.Links[i] })
		q.Links = q.Links[:r.IntN(len(q.Links))]
	case 2:
		q.Workspace = 90_000
	default:
		q.Workspace = 90_001
		odd := uint32(r.IntN(3))
		q.Wanted = func(_ context.Context, links []uint32) ([]uint32, error) {
			return slices.DeleteFunc(slices.Clone(links), func(link uint32) bool { return link%3 == odd }), nil
		}
	}
	if r.IntN(4) == 0 {
		q.Visitor = r.visitorOf()
	}
	if r.IntN(2) == 0 {
		q.Classes = []analytics.Class{analytics.Bot, analytics.Class(r.IntN(8))}
	}
	if r.IntN(2) == 0 {
		q.From = noon.Add(time.Duration(r.IntN(96)-48) * time.Hour)
	}
	if r.IntN(2) == 0 {
		q.To = cmp.Or(q.From, noon).Add(time.Duration(1+r.IntN(5000)) * time.Minute)
	}
	return q
}

// pages returns all events, page by page. Clicks come meanwhile if busy is true. A page
// after the first is empty only if its clicks were removed meanwhile.
func (r *run) pages(q analytics.EventQuery, busy bool) (all []analytics.Click) {
	r.Helper()
	for interrupts := 5; ; {
		page, next, err := r.recorder.Events(r.Context(), q)
		if err != nil {
			r.Fatal(err)
		}
		if len(page) > q.Limit || len(page) < q.Limit && next != (analytics.EventPlace{}) || len(page) == 0 && len(all) > 0 && r.retention == 0 {
			r.Fatalf("a page of %d events, next %v, the limit is %d", len(page), next, q.Limit)
		}
		if all = append(all, page...); next == (analytics.EventPlace{}) {
			return all
		}
		q.After = next
		if busy && interrupts > 0 && r.IntN(4) == 0 {
			interrupts--
			r.interrupt()
		}
	}
}

// interrupt records clicks and lets some be folded.
func (r *run) interrupt() {
	before := idsOf(r.exported())
	r.record(1 + r.IntN(30))
	r.flush()
	for _, c := range r.exported() {
		r.fresh[c.ID] = r.fresh[c.ID] || !before[c.ID]
	}
	time.Sleep(time.Duration(r.IntN(300)) * time.Millisecond)
}

func (r *run) eachEvent(q analytics.EventQuery) (all []analytics.Click) {
	r.Helper()
	for c, err := range r.recorder.EachEvent(r.Context(), q) {
		if err != nil {
			r.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// exported returns all clicks in the order of the log.
func (r *run) exported() (all []analytics.Click) {
	r.Helper()
	for c, err := range r.recorder.Export(r.Context(), analytics.Selection{}) {
		if err != nil {
			r.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// naiveEvents selects the events of a query from all clicks, and sorts them.
func (r *run) naiveEvents(q analytics.EventQuery) []analytics.Click {
	r.Helper()
	all := slices.DeleteFunc(r.exported(), func(c analytics.Click) bool { return !selects(q, &c) })
	if q.Visitor == nil {
		slices.SortStableFunc(all, func(a, b analytics.Click) int { return cmp.Compare(a.Time.Unix()/86400, b.Time.Unix()/86400) })
	}
	if !q.Ascending {
		slices.Reverse(all)
	}
	return all
}

// isVisitor reports whether a click or conversion is of a visitor.
func isVisitor(v *analytics.EventVisitor, c *analytics.Click) bool {
	known := func(id string) bool {
		return slices.ContainsFunc(v.Clicks, func(click analytics.ClickID) bool { return click.String() == id })
	}
	return c.Person != 0 && slices.Contains(v.Persons, c.Person) || known(c.ID) || c.Converted != nil && known(c.Converted.Click)
}

// visitorOf returns what a random visitor is known by.
func (r *run) visitorOf() *analytics.EventVisitor {
	v := new(analytics.EventVisitor)
	for _, c := range r.exported() {
		if !c.Tracked || r.IntN(6) > 0 {
			continue
		}
		if r.IntN(3) == 0 && c.Person != 0 {
			v.Persons = append(v.Persons, c.Person)
		} else if id, err := analytics.ParseClickID(c.ID); err == nil {
			v.Clicks = append(v.Clicks, id)
		}
	}
	return v
}

// selects reports whether a query selects a click.
func selects(q analytics.EventQuery, c *analytics.Click) bool {
	link := c.Link.Number
	if q.Links != nil && !slices.Contains(q.Links, link) || q.Workspace != 0 && workspaceOf(link) != q.Workspace {
		return false
	}
	if q.Wanted != nil {
		if wanted, err := q.Wanted(context.Background(), []uint32{link}); err != nil || len(wanted) == 0 {
			return false
		}
	}
	if q.Visitor != nil && !isVisitor(q.Visitor, c) {
		return false
	}
	usual := c.Class != analytics.Blocked && c.Class != analytics.Conversion
	if q.Classes == nil && !usual || q.Classes != nil && !slices.Contains(q.Classes, c.Class) {
		return false
	}
	return !c.Time.Before(q.From) && (q.To.IsZero() || c.Time.Before(q.To))
}

// compareEvents compares events by their IDs.
func (r *run) compareEvents(q analytics.EventQuery, got, want []analytics.Click) {
	r.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i].ID != want[i].ID || !equalClicks(got[i], want[i]) {
			r.Fatalf("%+v: got %d events, want %d; number %d differs:\n%+v\n%+v", q, len(got), len(want), i, got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
		}
	}
}
