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
)

// TestClicksOverLanesEqualANaiveMerge has several recorders record, import and convert
// clicks, with folds and restarts, and any of them read all in between.
func TestClicksOverLanesEqualANaiveMerge(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCrew(t, seed, 2+int(seed%3))
				for range 40 {
					c.step()
					c.readClicks()
					c.readExport()
					c.readEvents()
					c.findClick()
				}
			})
		})
	}
}

// merge merges lists: always the first of what comes next in each, of equal ones that of
// the first list. It takes whole runs of clicks that belong together.
func merge(lists [][]crewClick, before func(a, b time.Time) bool, together func(a, b *crewClick) bool) (ids []string) {
	for {
		var next *[]crewClick
		for i := range lists {
			if l := &lists[i]; len(*l) > 0 && (next == nil || before((*l)[0].at, (*next)[0].at)) {
				next = l
			}
		}
		if next == nil {
			return ids
		}
		for first := (*next)[0]; len(*next) > 0 && together(&first, &(*next)[0]); *next = (*next)[1:] {
			ids = append(ids, (*next)[0].id)
		}
	}
}

func same(a, b *crewClick) bool { return a.id == b.id }

func sameBlock(a, b *crewClick) bool { return a.block == b.block }

// selected returns those clicks of each lane that are selected.
func (c *crew) selected(selects func(*crewClick) bool) (lists [][]crewClick) {
	for _, log := range c.logs {
		lists = append(lists, slices.DeleteFunc(slices.Clone(log), func(k crewClick) bool { return !selects(&k) }))
	}
	return lists
}

// compare compares the IDs of clicks.
func (c *crew) compare(what string, got []analytics.Click, want []string) {
	c.Helper()
	var ids []string
	for i := range got {
		ids = append(ids, got[i].ID)
	}
	if !slices.Equal(ids, want) {
		c.Fatalf("%s: got %d, want %d\n%v\n%v", what, len(ids), len(want), ids, want)
	}
}

func (c *crew) readClicks() {
	c.Helper()
	link := uint32(1 + c.IntN(5)*c.IntN(80))
	lists := c.selected(func(k *crewClick) bool { return k.link == link })
	for _, l := range lists {
		slices.Reverse(l)
	}
	c.compare("clicks", collect(c, c.any().Clicks(c.Context(), link)), merge(lists, time.Time.After, same))
}

func (c *crew) readExport() {
	c.Helper()
	var s analytics.Selection
	if c.IntN(2) == 0 {
		s.Links = []uint32{1, uint32(c.IntN(100)), uint32(c.IntN(100))}
	}
	if c.IntN(2) == 0 {
		s.From = c.now.Load().Add(-time.Duration(c.IntN(48*3600)) * time.Second)
	}
	lists := c.selected(func(k *crewClick) bool {
		return (s.Links == nil || slices.Contains(s.Links, k.link)) && !k.at.Before(s.From)
	})
	c.compare("export", collect(c, c.any().Export(c.Context(), s)), merge(lists, time.Time.Before, sameBlock))
}

// crewQuery returns a random query, and what it selects.
func (c *crew) crewQuery() (q analytics.EventQuery, selects func(*crewClick) bool) {
	q = analytics.EventQuery{Workspace: 7, Ascending: c.IntN(2) == 0, Limit: 1 + c.IntN(20), Classes: []analytics.Class{analytics.Human, analytics.Conversion}}
	switch c.IntN(3) {
	case 0:
		q.Links = []uint32{1}
	case 1:
		odd := uint32(c.IntN(2))
		q.Wanted = func(_ context.Context, links []uint32) ([]uint32, error) {
			return slices.DeleteFunc(slices.Clone(links), func(link uint32) bool { return link%2 == odd }), nil
		}
	}
	if c.IntN(3) == 0 {
		q.Visitor = &analytics.EventVisitor{Persons: []uint64{1, 3}}
	}
	if c.IntN(2) == 0 {
		q.From = c.now.Load().Add(-time.Duration(c.IntN(48*3600)) * time.Second)
	}
	return q, func(k *crewClick) bool {
		if q.Wanted != nil {
			if wanted, err := q.Wanted(c.Context(), []uint32{k.link}); err != nil || len(wanted) == 0 {
				return false
			}
		}
		return (q.Links == nil || k.link == 1) && (q.Visitor == nil || k.person%2 == 1) && k.class != analytics.Bot && !k.at.Before(q.From)
	}
}

// listed returns the IDs of the events of a query in order.
func (c *crew) listed(q *analytics.EventQuery, selects func(*crewClick) bool) []string {
	lists := c.selected(selects)
	for _, l := range lists {
		if q.Visitor == nil {
			slices.SortStableFunc(l, func(a, b crewClick) int { return cmp.Compare(a.at.Unix()/86400, b.at.Unix()/86400) })
		}
		if !q.Ascending {
			slices.Reverse(l)
		}
	}
	before := time.Time.After
	if q.Ascending {
		before = time.Time.Before
	}
	return merge(lists, before, same)
}

func (c *crew) readEvents() {
	c.Helper()
	q, selects := c.crewQuery()
	want := c.listed(&q, selects)
	if c.IntN(3) == 0 {
		c.compare("each event", collect(c, c.any().EachEvent(c.Context(), q)), want)
		return
	}
	busy := c.IntN(2) == 0
	known := idsOf(c.clicks())
	var got []analytics.Click
	for {
		page, next, err := c.any().Events(c.Context(), q)
		if err != nil {
			c.Fatal(err)
		}
		if got = append(got, page...); len(got) > len(idsOf(got)) {
			c.Fatalf("%+v: an event came twice", q)
		}
		if q.After = next; next == (analytics.EventPlace{}) {
			break
		}
		if busy {
			c.record(c.IntN(len(c.all)), c.IntN(3) == 0)
		}
	}
	old := slices.DeleteFunc(got, func(e analytics.Click) bool { return !known[e.ID] })
	if busy { // late clicks can change how lanes are merged
		slices.Sort(want)
		slices.SortFunc(old, func(a, b analytics.Click) int { return cmp.Compare(a.ID, b.ID) })
	}
	c.compare(fmt.Sprintf("events %+v, busy %v", q, busy), old, want)
}

// clicks returns what is known of all clicks.
func (c *crew) clicks() (all []analytics.Click) {
	for _, k := range slices.Concat(c.logs...) {
		all = append(all, analytics.Click{ID: k.id})
	}
	return all
}

func (c *crew) findClick() {
	c.Helper()
	if all := slices.Concat(c.logs...); len(all) > 0 {
		want := all[c.IntN(len(all))]
		got, err := c.any().Event(c.Context(), want.id)
		if err != nil || got.Link.Number != want.link || !got.Time.Equal(want.at.Truncate(time.Millisecond)) || got.Class != want.class {
			c.Fatalf("found %+v, %v, want %+v", got, err, want)
		}
	}
}
