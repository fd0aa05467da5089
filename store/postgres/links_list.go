package postgres

import (
	"bytes"
	"context"
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// ListLinks implements [linkpack.Links].
func (s *store) ListLinks(ctx context.Context, query linkpack.LinkQuery) (page linkpack.LinkPage, err error) {
	plan, err := listing.Links(query)
	if err != nil {
		return page, err
	}
	err = s.view(ctx, func(tx *tx) error {
		page.Links, page.Next, err = plan.Page(ctx, &linkRows{links: links{tx}, workspace: query.Workspace})
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
		n, err = plan.Count(ctx, &linkRows{links: links{tx}, workspace: query.Workspace})
		return err
	})
	return n, err
}

// linkRows implements [listing.Rows]. It reads what several entries of an order lead to when
// the first of them is asked for.
type linkRows struct {
	links
	workspace string
	// numbers and found are the keys of the links and segments of the entries that Order
	// yields, until they are read.
	numbers, found [][]byte
}

// expect says which entries Order yields next.
func (r *linkRows) expect(entries []row) {
	r.numbers, r.found = nil, nil
	for _, entry := range entries {
		if number, err := numberOf(entry); err == nil {
			r.numbers = append(r.numbers, numberKey(number))
			r.found = append(r.found, keys.Segment(r.workspace, linkindex.Of(number)))
		}
	}
	r.found = slices.CompactFunc(r.found, bytes.Equal)
}

// readAhead reads expected rows of a table, unless that is done.
func readAhead(from table, expected *[][]byte) error {
	if len(*expected) == 0 {
		return nil
	}
	err := from.readAhead(*expected)
	*expected = nil
	return err
}

// Order implements [listing.Rows].
func (r *linkRows) Order(sort linkpack.SortKey, from, to []byte, ascending bool) iter.Seq2[listing.Entry, error] {
	index := r.orders()
	if sort == linkpack.SortCreated {
		index = r.ids()
	}
	scan := index.down
	if ascending {
		scan = index.up
	}
	return func(yield func(listing.Entry, error) bool) {
		for entries, err := range chunks(scan(from, to)) {
			r.expect(entries)
			for _, entry := range entries {
				number, err := numberOf(entry)
				if !yield(listing.Entry{Key: entry.key, Number: number}, err) {
					return
				}
			}
			if err != nil {
				yield(listing.Entry{}, err)
				return
			}
		}
	}
}

// Read implements [listing.Rows].
func (r *linkRows) Read(sort linkpack.SortKey, e listing.Entry) (*linkpack.Link, error) {
	if err := readAhead(r.records(), &r.numbers); err != nil {
		return nil, err
	}
	if sort == linkpack.SortCreated {
		return r.filed(e.Key, numberKey(e.Number))
	}
	return r.read(numberKey(e.Number))
}

// Numbered implements [listing.Rows]. It reads many links with one statement.
func (r *linkRows) Numbered(numbers []uint32) iter.Seq2[*linkpack.Link, error] {
	return func(yield func(*linkpack.Link, error) bool) {
		for some := range slices.Chunk(numbers, maxRows) {
			records, err := r.records().getAll(numberKeys(some))
			if err != nil {
				yield(nil, err)
				return
			}
			for _, number := range some {
				if !yield(numbered(number, records[string(numberKey(number))])) {
					return
				}
			}
		}
	}
}

// Segment implements [listing.Rows].
func (r *linkRows) Segment(n uint32) ([]byte, error) {
	if err := readAhead(r.segments(), &r.found); err != nil {
		return nil, err
	}
	return r.segments().get(keys.Segment(r.workspace, n))
}

// Segments implements [listing.Rows].
func (r *linkRows) Segments() iter.Seq2[listing.Segment, error] {
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
