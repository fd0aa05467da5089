package memory

import (
	"context"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// ListLinks implements [linkpack.Links].
func (s *store) ListLinks(ctx context.Context, query linkpack.LinkQuery) (linkpack.LinkPage, error) {
	st, err := s.view(ctx)
	if err != nil {
		return linkpack.LinkPage{}, err
	}
	plan, err := listing.Links(query)
	if err != nil {
		return linkpack.LinkPage{}, err
	}
	page, next, err := plan.Page(ctx, linkRows{st, query.Workspace})
	for i, l := range page {
		page[i] = l.Clone()
	}
	return linkpack.LinkPage{Links: page, Next: next}, err
}

// CountMatching implements [linkpack.Links].
func (s *store) CountMatching(ctx context.Context, query linkpack.LinkQuery) (int, error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	query.Sort, query.Limit, query.Cursor = linkpack.SortCreated, 0, ""
	plan, err := listing.Links(query)
	if err != nil {
		return 0, err
	}
	return plan.Count(ctx, linkRows{st, query.Workspace})
}

// linkRows implements [listing.Rows]. Its links must not be changed.
type linkRows struct {
	*state
	workspace string
}

// Order implements [listing.Rows].
func (r linkRows) Order(sort linkpack.SortKey, from, to []byte, ascending bool) iter.Seq2[listing.Entry, error] {
	index := r.orders
	if sort == linkpack.SortCreated {
		index = r.links
	}
	return func(yield func(listing.Entry, error) bool) {
		for key, l := range (span[*linkpack.Link]{index, from, to}).scan(ascending) {
			if !yield(listing.Entry{Key: []byte(key), Number: l.Number}, nil) {
				return
			}
		}
	}
}

// Read implements [listing.Rows].
func (r linkRows) Read(_ linkpack.SortKey, e listing.Entry) (*linkpack.Link, error) {
	return r.numbered(e.Number)
}

// Numbered implements [listing.Rows].
func (r linkRows) Numbered(numbers []uint32) iter.Seq2[*linkpack.Link, error] {
	return func(yield func(*linkpack.Link, error) bool) {
		for _, number := range numbers {
			if !yield(r.numbered(number)) {
				return
			}
		}
	}
}

// numbered returns the link with a number.
func (r linkRows) numbered(number uint32) (*linkpack.Link, error) {
	l, ok := r.byNumber.get(numberKey(number))
	if !ok {
		return nil, fmt.Errorf("link number %d: %w", number, linkpack.ErrNotFound)
	}
	return l, nil
}

// Segment implements [listing.Rows].
func (r linkRows) Segment(n uint32) ([]byte, error) {
	row, _ := r.segments.get(keys.Segment(r.workspace, n))
	return row, nil
}

// Segments implements [listing.Rows].
func (r linkRows) Segments() iter.Seq2[listing.Segment, error] {
	from, to := keys.Segments(r.workspace)
	return func(yield func(listing.Segment, error) bool) {
		for key, row := range (span[[]byte]{r.segments, from, to}).up() {
			_, n, _ := keys.SegmentOf([]byte(key))
			if !yield(listing.Segment{N: n, Row: row}, nil) {
				return
			}
		}
	}
}
