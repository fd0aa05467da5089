package postgres

import (
	"context"
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
		for entry, err := range scan(from, to) {
			e := listing.Entry{Key: entry.key}
			if err == nil {
				e.Number, err = numberOf(entry)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// Read implements [listing.Rows].
func (r linkRows) Read(sort linkpack.SortKey, e listing.Entry) (*linkpack.Link, error) {
	if sort == linkpack.SortCreated {
		return r.filed(e.Key, numberKey(e.Number))
	}
	return r.read(numberKey(e.Number))
}

// Numbered implements [listing.Rows].
func (r linkRows) Numbered(number uint32) (*linkpack.Link, error) { return r.numbered(number) }

// Segment implements [listing.Rows].
func (r linkRows) Segment(n uint32) ([]byte, error) {
	return r.segments().get(keys.Segment(r.workspace, n))
}

// Segments implements [listing.Rows].
func (r linkRows) Segments() iter.Seq2[listing.Segment, error] {
	return func(yield func(listing.Segment, error) bool) {
		for entry, err := range r.segments().up(keys.Segments(r.workspace)) {
			_, n, ok := keys.SegmentOf(entry.key)
			if err == nil && !ok {
				err = damaged("segment %q has the key of none", entry.key)
			}
			if !yield(listing.Segment{N: n, Row: entry.value}, err) {
				return
			}
		}
	}
}
