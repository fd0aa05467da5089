package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// ListLinks implements [linkpack.Links].
func (s *store) ListLinks(ctx context.Context, query linkpack.LinkQuery) (page linkpack.LinkPage, err error) {
	plan, err := listing.Links(query)
	if err != nil {
		return page, err
	}
	err = s.view(ctx, func(tx *tx) error {
		page.Links, page.Next, err = plan.Page(ctx, linkRows{links{tx}, query.Workspace})
		return err
	})
	return page, err
}

// CountMatching implements [linkpack.Links].
func (s *store) CountMatching(ctx context.Context, query linkpack.LinkQuery) (n int, err error) {
	query.Sort, query.Limit, query.Cursor = linkpack.SortCreated, 0, ""
	plan, err := listing.Links(query)
	if err != nil {
		return 0, err
	}
	err = s.view(ctx, func(tx *tx) error {
		n, err = plan.Count(ctx, linkRows{links{tx}, query.Workspace})
		return err
	})
	return n, err
}

// linkRows implements [listing.Rows].
type linkRows struct {
	links
	workspace string
}

// Order implements [listing.Rows].
func (r linkRows) Order(sort linkpack.SortKey, from, to []byte, ascending bool) iter.Seq2[listing.Entry, error] {
	index := r.orders()
	if sort == linkpack.SortCreated {
		index = r.ids()
	}
	scan := index.down
	if ascending {
		scan = index.up
	}
	return func(yield func(listing.Entry, error) bool) {
		for row, err := range scan(from, to) {
			if err == nil && len(row.payload) == 0 && sort != linkpack.SortCreated {
				continue // it was dropped
			}
			e := listing.Entry{Key: row.key}
			if err == nil {
				e.Number, err = entryNumber(row)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// entryNumber returns the number in an entry of the ids or the orders.
func entryNumber(r row) (uint32, error) {
	if len(r.payload) != numberSize {
		return 0, fmt.Errorf("%w: the entry %q of a link has %d bytes", ErrCorrupt, r.key, len(r.payload))
	}
	return binary.BigEndian.Uint32(r.payload), nil
}

// Read implements [listing.Rows].
func (r linkRows) Read(sort linkpack.SortKey, e listing.Entry) (*linkpack.Link, error) {
	if sort == linkpack.SortCreated {
		return r.filed(e.Key, numberKey(e.Number))
	}
	return r.read(numberKey(e.Number))
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

// Segment implements [listing.Rows].
func (r linkRows) Segment(n uint32) ([]byte, error) {
	return r.segments().get(keys.Segment(r.workspace, n))
}

// Segments implements [listing.Rows].
func (r linkRows) Segments() iter.Seq2[listing.Segment, error] {
	return func(yield func(listing.Segment, error) bool) {
		for row, err := range r.segments().up(keys.Segments(r.workspace)) {
			_, n, ok := keys.SegmentOf(row.key)
			if err == nil && !ok {
				err = fmt.Errorf("%w: segment %q", ErrCorrupt, row.key)
			}
			if !yield(listing.Segment{N: n, Row: row.payload}, err) {
				return
			}
		}
	}
}
