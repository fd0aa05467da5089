package linkpack

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
)

// ListVisitors returns a page of the visitors that a query matches, in the query's
// order. It returns a [FieldError] for an invalid field of the query, and ErrNotFound for
// a Link that the workspace never had. If some visitors are damaged, it returns the
// others, and an error that wraps a [DamagedError] for each.
func (s *Shortener) ListVisitors(ctx context.Context, query VisitorQuery) (VisitorPage, error) {
	ctx, err := permit(ctx, query.Workspace, MayRead)
	if err != nil {
		return VisitorPage{}, err
	}
	if err := checkSearch(query.Search); err != nil {
		return VisitorPage{}, err
	}
	query.Workspace = cmp.Or(query.Workspace, DefaultWorkspace)
	list := s.store.ListVisitors
	if query.Link != "" {
		list = s.listClickers
	}
	page, err := list(ctx, query)
	if page.Visitors == nil {
		page.Visitors = []*Visitor{} // an array in JSON
	}
	return page, err
}

// Visitors returns an iterator over the visitors that a query matches, page by page from
// its Cursor on. In an order other than that of creation, pages are of 1,000 whatever the
// Limit, since each reads all visitors. An error that wraps a [DamagedError] comes for each damaged visitor, and
// the iteration goes on; any other error ends it.
func (s *Shortener) Visitors(ctx context.Context, query VisitorQuery) iter.Seq2[*Visitor, error] {
	if query.Sort != VisitorSortCreated && query.Limit >= 0 && query.Limit < maxPage {
		query.Limit = maxPage
	}
	return func(yield func(*Visitor, error) bool) {
		for {
			page, err := s.ListVisitors(ctx, query)
			for _, v := range page.Visitors {
				if !yield(v, nil) {
					return
				}
			}
			if err != nil && (!yield(nil, err) || !errors.Is(err, ErrDamaged)) || page.Next == "" {
				return
			}
			query.Cursor = page.Next
		}
	}
}

// VisitorAttributes returns the sorted keys of all attributes that a workspace's visitors
// have, or those who clicked the link with an ID, unless that is empty. It reads all
// visitors of the workspace. If some are damaged, it returns the keys of the others, and
// an error that wraps a [DamagedError] for each.
func (s *Shortener) VisitorAttributes(ctx context.Context, workspace, link string) ([]string, error) {
	keys := make(map[string]struct{})
	var damage error
	for v, err := range s.Visitors(ctx, VisitorQuery{Workspace: workspace, Link: link, Limit: maxPage}) {
		if errors.Is(err, ErrDamaged) {
			damage = errors.Join(damage, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		for key := range v.Attributes {
			keys[key] = struct{}{}
		}
	}
	return slices.Sorted(maps.Keys(keys)), damage
}

// CountVisitors returns the number of a workspace's visitors. It does not read them.
func (s *Shortener) CountVisitors(ctx context.Context, workspace string) (int, error) {
	ctx, err := permit(ctx, workspace, MayRead)
	if err != nil {
		return 0, err
	}
	return s.store.CountVisitors(ctx, cmp.Or(workspace, DefaultWorkspace))
}
