package listing_test

import (
	"iter"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// TestAPageOfLinksFarApartReadsFewSegments lists links that have a segment each.
func TestAPageOfLinksFarApartReadsFewSegments(t *testing.T) {
	s := shelved(3000)
	s.segments = map[uint32]*linkindex.Segment{}
	for _, l := range s.byNumber {
		l.Number *= linkindex.Size
		s.segments[linkindex.Of(l.Number)] = new(linkindex.Segment)
		s.segments[linkindex.Of(l.Number)].Put(l)
	}
	for _, sort := range []linkpack.SortKey{linkpack.SortCreated, linkpack.SortName} {
		for _, limit := range []int{10, 50, 500} {
			plan, err := listing.Links(linkpack.LinkQuery{Sort: sort, Search: "hay", Limit: limit})
			if err != nil {
				t.Fatal(err)
			}
			s.lookups, s.reads = 0, 0
			if _, _, err := plan.Page(t.Context(), shelfApart{s}); err != nil || s.lookups != limit+1 || s.reads != limit+1 {
				t.Errorf("%d in order %d: %d segments and %d links are read, %v", limit, sort, s.lookups, s.reads, err)
			}
		}
	}
}

// shelfApart is a shelf whose links have other numbers than before.
type shelfApart struct{ *shelf }

// Numbered implements [listing.Rows].
func (s shelfApart) Numbered(numbers []uint32) iter.Seq2[*linkpack.Link, error] {
	nearer := make([]uint32, len(numbers))
	for i, number := range numbers {
		nearer[i] = number / linkindex.Size
	}
	return s.shelf.Numbered(nearer)
}

// Read implements [listing.Rows].
func (s shelfApart) Read(sort linkpack.SortKey, e listing.Entry) (*linkpack.Link, error) {
	e.Number /= linkindex.Size
	return s.shelf.Read(sort, e)
}
