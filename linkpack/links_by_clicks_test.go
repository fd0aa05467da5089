package linkpack_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// clicked makes n links and clicks each of them so often as clicks says.
func clicked(t *testing.T, kit *linkpacktest.Kit, n int, clicks func(i int) int) (links []*linkpack.Link, counts map[uint32]int) {
	t.Helper()
	counts = make(map[uint32]int)
	for i := range n {
		link := kit.NewLink(linkpack.Link{
			ShortCode: fmt.Sprintf("code-%03d", i), Destination: home, Name: fmt.Sprint("link ", i),
			Tags: []string{fmt.Sprint("tag", i%3)}, Group: fmt.Sprint("group", i%2), Archived: i%5 == 4,
		})
		links = append(links, link)
		if counts[link.Number] = clicks(i); !link.Archived {
			visitors(t, kit.Shortener, link, counts[link.Number])
		} else {
			counts[link.Number] = 0
		}
	}
	return links, counts
}

// inAnotherWorkspace makes a link in the workspace "another".
func inAnotherWorkspace(t *testing.T, kit *linkpacktest.Kit) {
	t.Helper()
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "another"}); err != nil {
		t.Fatal(err)
	}
	link := kit.NewLink(linkpack.Link{Workspace: "another", Destination: home})
	visitors(t, kit.Shortener, link, 2)
}

// byClicks returns the IDs that a query by clicks has, in the simplest way.
func byClicks(links []*linkpack.Link, counts map[uint32]int, q linkpack.LinkQuery) (ids []string) {
	sorted := slices.Clone(links)
	slices.SortFunc(sorted, func(a, b *linkpack.Link) int {
		order := cmp.Or(cmp.Compare(counts[a.Number], counts[b.Number]), cmp.Compare(a.Number, b.Number))
		if q.Ascending {
			return order
		}
		return -order
	})
	for _, link := range sorted {
		if q.Matches(link) {
			ids = append(ids, link.ID)
		}
	}
	return ids
}

// walk reads all pages of a query and calls between after each.
func walk(t *testing.T, s *linkpack.Shortener, q linkpack.LinkQuery, between func(page int)) (ids []string) {
	t.Helper()
	for page := 0; ; page++ {
		found, err := s.ListLinks(t.Context(), q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		for _, link := range found.Links {
			ids = append(ids, link.ID)
		}
		if len(found.Links) > q.Limit || found.Next != "" && len(found.Links) < q.Limit {
			t.Fatalf("%+v: a page has %d links", q, len(found.Links))
		}
		if found.Next == "" {
			return ids
		}
		q.Cursor = found.Next
		between(page)
	}
}

func TestLinksAreSortedByClicks(t *testing.T) {
	kit := linkpacktest.New(t)
	random := rand.New(rand.NewPCG(1, 2))
	links, counts := clicked(t, kit, 90, func(int) int { return max(random.IntN(9)-4, 0) })
	inAnotherWorkspace(t, kit)
	for _, link := range links[:10] {
		if err := kit.DeleteLink(t.Context(), "", link.ID); err != nil {
			t.Fatal(err)
		}
		link.DeletedAt = kit.Now()
	}
	none, other, yes := "", "other.example", true
	for _, q := range []linkpack.LinkQuery{
		{}, {Search: "LINK 1"}, {Search: "nothing"}, {Tags: []string{"tag1"}}, {Group: "group1"}, {Domain: &none}, {Domain: &other},
		{Archived: &yes}, {Bin: linkpack.OnlyBin}, {Bin: linkpack.WithBin}, {Search: "link", Tags: []string{"tag2"}, Group: "group0"},
	} {
		q.Sort = linkpack.SortClicks
		for _, q.Ascending = range []bool{false, true} {
			for _, q.Limit = range []int{1, 2, 7, 89, 90, 1000} {
				got, want := walk(t, kit.Shortener, q, func(int) {}), byClicks(links, counts, q)
				if !slices.Equal(got, want) {
					t.Errorf("%+v: got\n%v, want\n%v", q, got, want)
				}
			}
		}
	}
}

func TestTheOrderByClicksIsAMinuteOldAtMost(t *testing.T) {
	kit := linkpacktest.New(t)
	links, _ := clicked(t, kit, 3, func(i int) int { return i })
	first := func() string {
		t.Helper()
		page, err := kit.ListLinks(t.Context(), linkpack.LinkQuery{Sort: linkpack.SortClicks, Limit: 1})
		if err != nil || len(page.Links) != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		return page.Links[0].ID
	}
	if first() != links[2].ID {
		t.Error("the link with two clicks is not the first")
	}
	visitors(t, kit.Shortener, links[0], 5)
	kit.Clock.Advance(59 * time.Second)
	if first() != links[2].ID {
		t.Error("the order changed within a minute")
	}
	kit.Clock.Advance(time.Second)
	if first() != links[0].ID {
		t.Error("the order is more than a minute old")
	}
	kit.Clock.Advance(-time.Hour)
	visitors(t, kit.Shortener, links[1], 9)
	if first() != links[1].ID {
		t.Error("an order from the future is believed")
	}
}

// TestAWalkByClicksHasEachLinkOnce clicks links between the pages, so that they come
// earlier or later in the orders of later minutes, and makes and deletes others.
func TestAWalkByClicksHasEachLinkOnce(t *testing.T) {
	for _, ascending := range []bool{false, true} {
		kit := linkpacktest.New(t)
		links, counts := clicked(t, kit, 40, func(i int) int { return i % 4 })
		gone := links[17]
		q := linkpack.LinkQuery{Sort: linkpack.SortClicks, Ascending: ascending, Limit: 3}
		want := byClicks(links, counts, q)
		got := walk(t, kit.Shortener, q, func(page int) {
			if link := links[page*7%40]; !link.Archived && link != gone {
				visitors(t, kit.Shortener, link, 3)
			}
			kit.Clock.Advance(40 * time.Second)
			first := linkpack.LinkQuery{Sort: linkpack.SortClicks}
			if _, err := kit.ListLinks(t.Context(), first); err != nil { // makes a new order
				t.Fatal(err)
			}
			if page == 1 {
				if err := kit.DeleteLink(t.Context(), "", gone.ID); err != nil {
					t.Fatal(err)
				}
			}
		})
		rest := slices.DeleteFunc(slices.Clone(got), func(id string) bool { return id == gone.ID })
		if want = slices.DeleteFunc(want, func(id string) bool { return id == gone.ID }); !slices.Equal(rest, want) {
			t.Errorf("ascending %t: got\n%v, want\n%v", ascending, got, want)
		}
	}
}

// TestAWalkByClicksGoesOnInANewOrder goes on with another Shortener after each page. The
// links that get no clicks meanwhile are listed once.
func TestAWalkByClicksGoesOnInANewOrder(t *testing.T) {
	for _, ascending := range []bool{false, true} {
		store := memory.New()
		clock := linkpacktest.NewClock(linkpacktest.Start())
		open := func() *linkpack.Shortener {
			s, err := linkpack.New(store, &linkpack.Options{Clock: clock.Now})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := open()
		var links []*linkpack.Link
		for i := range 40 {
			link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
			if err != nil {
				t.Fatal(err)
			}
			links = append(links, link)
			visitors(t, s, link, i%4)
		}
		q := linkpack.LinkQuery{Sort: linkpack.SortClicks, Ascending: ascending, Limit: 3}
		seen := make(map[string]int)
		for page := 0; page == 0 || q.Cursor != ""; page++ {
			found, err := s.ListLinks(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, link := range found.Links {
				seen[link.ID]++
			}
			q.Cursor = found.Next
			visitors(t, s, links[page%3], 2)
			if err := s.Close(context.Background()); err != nil {
				t.Fatal(err)
			}
			clock.Advance(time.Second)
			s = open()
		}
		for i, link := range links[3:] {
			if seen[link.ID] != 1 {
				t.Errorf("ascending %t: link %d was listed %d times", ascending, i+3, seen[link.ID])
			}
		}
		if err := s.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCursorsOfAListByClicksBelongToIt(t *testing.T) {
	kit := linkpacktest.New(t)
	clicked(t, kit, 8, func(i int) int { return i / 4 })
	inAnotherWorkspace(t, kit)
	q := linkpack.LinkQuery{Sort: linkpack.SortClicks, Limit: 5}
	page, err := kit.ListLinks(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	next := page.Next
	for name, other := range map[string]linkpack.LinkQuery{
		"nothing":           {Sort: linkpack.SortClicks, Cursor: "x"},
		"a part":            {Sort: linkpack.SortClicks, Cursor: next[:len(next)-2]},
		"more":              {Sort: linkpack.SortClicks, Cursor: next + "A"},
		"another workspace": {Sort: linkpack.SortClicks, Cursor: next, Workspace: "another"},
		"another direction": {Sort: linkpack.SortClicks, Cursor: next, Ascending: true},
		"another order":     {Sort: linkpack.SortName, Cursor: next},
	} {
		_, err := kit.ListLinks(t.Context(), other)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "cursor" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTotalsOfLinksCountEachClass(t *testing.T) {
	kit := linkpacktest.New(t)
	links, counts := clicked(t, kit, 6, func(i int) int { return i * i })
	kit.Visit(links[3]).UserAgent("Googlebot/2.1").Click()
	slices.Reverse(links)
	totals, err := kit.LinkTotals(t.Context(), append(links, links[0]))
	if err != nil || len(totals) != 7 || totals[0] != totals[6] {
		t.Fatalf("%v, %v", totals, err)
	}
	for i, link := range links {
		want := analytics.ClassCounts{analytics.Human: uint64(counts[link.Number])}
		if link.Name == "link 3" {
			want[analytics.Bot] = 1
		}
		if totals[i] != want {
			t.Errorf("%s has %v, want %v", link.Name, totals[i], want)
		}
	}
	_, err = kit.LinkTotals(t.Context(), []*linkpack.Link{links[0], nil})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "links[1]" {
		t.Errorf("of a nil link: %v", err)
	}
	if totals, err := kit.LinkTotals(t.Context(), nil); err != nil || len(totals) != 0 {
		t.Errorf("no links: %v, %v", totals, err)
	}
}
