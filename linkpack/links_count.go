package linkpack

import (
	"context"
)

// CountLinks returns the number of links that a query selects. Order, Limit and Cursor
// are ignored. No links are read unless the query has Metadata; a filter looks through an
// index, which takes some milliseconds for 100,000 links in a file. Damaged links are
// counted as well, if the index has them. Where links have to be read, CountLinks returns
// the number of those that can be, and an error that wraps [ErrDamaged].
func (s *Shortener) CountLinks(ctx context.Context, query LinkQuery) (n int, err error) {
	scope, err := scopeIn(ctx, query.Workspace, MayRead)
	if err != nil {
		return 0, err
	}
	query.Sort, query.Limit, query.Cursor = SortCreated, maxPage, ""
	if err := s.completeQuery(&query, scope, maxPage); err != nil {
		return 0, err
	}
	if query.isAll() && query.Bin != WithBin {
		return s.store.CountLinks(ctx, query.Workspace)
	}
	return s.store.CountMatching(ctx, query)
}
