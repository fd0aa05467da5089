package listing_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// shelf has links by their keys and counts how many of them and of the segments are read.
type shelf struct {
	byKey    map[string]*linkpack.Link
	byNumber map[uint32]*linkpack.Link
	segments map[uint32]*linkindex.Segment
	reads    int
	lookups  int
	onLookup func()
}

// shelved returns a shelf with n links, one of 500 of which is called a needle.
func shelved(n int) *shelf {
	s := &shelf{map[string]*linkpack.Link{}, map[uint32]*linkpack.Link{}, map[uint32]*linkindex.Segment{}, 0, 0, func() {}}
	for i := range n {
		l := &linkpack.Link{ID: fmt.Sprintf("%06d", i), Number: uint32(i), Name: fmt.Sprintf("%06d hay", i*7919%n)}
		if i%500 == 250 {
			l.Name += " with a needle"
		}
		s.byNumber[l.Number] = l
		s.byKey[string(keys.Link("", l.ID))] = l
		s.byKey[string(keys.Order(linkpack.SortName, l))] = l
		segment := linkindex.Of(l.Number)
		if s.segments[segment] == nil {
			s.segments[segment] = new(linkindex.Segment)
		}
		s.segments[segment].Put(l)
	}
	return s
}

// Order implements [listing.Rows].
func (s *shelf) Order(_ linkpack.SortKey, from, to []byte, ascending bool) iter.Seq2[listing.Entry, error] {
	var all []listing.Entry
	for _, key := range slices.Sorted(maps.Keys(s.byKey)) {
		if key >= string(from) && key < string(to) {
			all = append(all, listing.Entry{Key: []byte(key), Number: s.byKey[key].Number})
		}
	}
	if !ascending {
		slices.Reverse(all)
	}
	return func(yield func(listing.Entry, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Read implements [listing.Rows].
func (s *shelf) Read(_ linkpack.SortKey, e listing.Entry) (*linkpack.Link, error) {
	s.reads++
	return s.byNumber[e.Number], nil
}

// Numbered implements [listing.Rows].
func (s *shelf) Numbered(numbers []uint32) iter.Seq2[*linkpack.Link, error] {
	return func(yield func(*linkpack.Link, error) bool) {
		for _, number := range numbers {
			if !yield(s.Read(0, listing.Entry{Number: number})) {
				return
			}
		}
	}
}

// Segment implements [listing.Rows].
func (s *shelf) Segment(n uint32) ([]byte, error) {
	s.lookups++
	s.onLookup()
	return s.segments[n].Row(), nil
}

// Segments implements [listing.Rows].
func (s *shelf) Segments() iter.Seq2[listing.Segment, error] {
	return func(yield func(listing.Segment, error) bool) {
		for n := range s.segments {
			row, err := s.Segment(n)
			if !yield(listing.Segment{N: n, Row: row}, err) {
				return
			}
		}
	}
}

func TestAPageReadsOnlyWhatItHas(t *testing.T) {
	s := shelved(5000)
	for name, q := range map[string]linkpack.LinkQuery{
		"by creation":       {},
		"by name":           {Sort: linkpack.SortName},
		"a common text":     {Sort: linkpack.SortName, Search: "HAY"},
		"a rare text":       {Search: "needle"},
		"a rare text, name": {Sort: linkpack.SortName, Search: "needle"},
		"a text of no link": {Sort: linkpack.SortName, Search: "thread"},
	} {
		q.Limit = 10
		for pages := range 2 {
			plan, err := listing.Links(q)
			if err != nil {
				t.Fatal(err)
			}
			s.reads = 0
			page, next, err := plan.Page(t.Context(), s)
			if err != nil || s.reads > 2*len(page)+1 {
				t.Errorf("%s: page %d has %d links and reads %d, %v", name, pages, len(page), s.reads, err)
			}
			if q.Cursor = next; next == "" {
				break
			}
		}
		plan, err := listing.Links(linkpack.LinkQuery{Search: q.Search})
		if err != nil {
			t.Fatal(err)
		}
		s.reads = 0
		if _, err := plan.Count(t.Context(), s); err != nil || s.reads > 0 {
			t.Errorf("%s: counting reads %d links, %v", name, s.reads, err)
		}
	}
}

func TestACountReadsOpenLinksAlone(t *testing.T) {
	s := shelved(500)
	long := s.byNumber[7]
	long.Destination = strings.Repeat("long", 2000)
	s.segments[0].Put(long)
	for text, want := range map[string]int{"hay": 500, "needle": 1, "longlong": 1, "thread": 0} {
		plan, err := listing.Links(linkpack.LinkQuery{Search: text})
		if err != nil {
			t.Fatal(err)
		}
		s.reads = 0
		if n, err := plan.Count(t.Context(), s); err != nil || n != want || s.reads != 1 {
			t.Errorf("%q: %d links of %d, %d are read, %v", text, n, want, s.reads, err)
		}
	}
}

// TestAWalkEndsWithItsContext ends the context when some segments are read.
func TestAWalkEndsWithItsContext(t *testing.T) {
	for name, q := range map[string]linkpack.LinkQuery{
		"metadata":       {Metadata: map[string]string{"no": "link"}, Sort: linkpack.SortName},
		"a text":         {Search: "hay", Sort: linkpack.SortName, Limit: 1000},
		"a text of none": {Search: "thread", Sort: linkpack.SortName},
	} {
		plan, err := listing.Links(q)
		if err != nil {
			t.Fatal(err)
		}
		s := shelved(5000)
		for _, last := range []int{0, 20, 50} {
			ctx, cancel := context.WithCancel(t.Context())
			s.lookups, s.onLookup = 0, func() {
				if s.lookups == last {
					cancel()
				}
			}
			if last == 0 {
				cancel()
			}
			if _, _, err := plan.Page(ctx, s); !errors.Is(err, context.Canceled) || s.lookups > last+32 {
				t.Errorf("a page with %s, ended at segment %d: %d are read, %v", name, last, s.lookups, err)
			}
			if _, err := plan.Count(ctx, s); !errors.Is(err, context.Canceled) {
				t.Errorf("a count with %s, ended at segment %d: %v", name, last, err)
			}
		}
	}
}

// TestACountEndsWithItsContext ends the context when some segments are read.
func TestACountEndsWithItsContext(t *testing.T) {
	plan, err := listing.Links(linkpack.LinkQuery{Search: "hay"})
	if err != nil {
		t.Fatal(err)
	}
	s := shelved(5000)
	ctx, cancel := context.WithCancel(t.Context())
	s.onLookup = func() {
		if s.lookups == 20 {
			cancel()
		}
	}
	if n, err := plan.Count(ctx, s); !errors.Is(err, context.Canceled) || s.lookups > 36 {
		t.Errorf("it counts %d links in %d segments, %v", n, s.lookups, err)
	}
}

// damagedFirst is a shelf whose first entry in an order is damaged.
type damagedFirst struct{ *shelf }

// Order implements [listing.Rows].
func (s damagedFirst) Order(sort linkpack.SortKey, from, to []byte, ascending bool) iter.Seq2[listing.Entry, error] {
	return func(yield func(listing.Entry, error) bool) {
		if !yield(listing.Entry{}, linkpack.ErrDamaged) {
			return
		}
		s.shelf.Order(sort, from, to, ascending)(yield)
	}
}

// TestADamagedEntryIsToldWhenFewLinksAreRead looks for a text that few links have.
func TestADamagedEntryIsToldWhenFewLinksAreRead(t *testing.T) {
	plan, err := listing.Links(linkpack.LinkQuery{Search: "needle"})
	if err != nil {
		t.Fatal(err)
	}
	if page, _, err := plan.Page(t.Context(), damagedFirst{shelved(5000)}); len(page) != 10 || !errors.Is(err, linkpack.ErrDamaged) {
		t.Errorf("%d links, %v", len(page), err)
	}
}
