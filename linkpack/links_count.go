package linkpack

import (
	"context"
)

// CountLinks returns the number of links that a query selects. Order, Limit and Cursor
// are ignored. All links of a workspace are counted without reading them; a filter reads
// them all, as [LinkQuery] says. If some are damaged, CountLinks returns the number of
// the others and an error that wraps [ErrDamaged].
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
