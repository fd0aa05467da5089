package linkpack

import (
	"context"
	"errors"
	"slices"
)

// changedAtOnce is the number of links that changeMatching changes in one transaction.
const changedAtOnce = 250

// changeMatching changes all links that a query selects by tag or GroupID, page by page,
// without checking them again. It returns the number of links changed, and the damage
// of others that it passed over.
func (s *Shortener) changeMatching(ctx context.Context, query LinkQuery, change func(*Link)) (changed int, damage, err error) {
	query.Limit = changedAtOnce
	for {
		page, err := s.store.ListLinks(ctx, query)
		if err != nil && !errors.Is(err, ErrDamaged) {
			return changed, nil, err
		}
		damage = errors.Join(damage, err)
		n, err := s.changePage(ctx, &query, page.Links, change)
		changed += n
		if err != nil || page.Next == "" {
			return changed, damage, err
		}
		query.Cursor = page.Next
	}
}

// changePage changes, in one transaction, those of the links that still match. It tries
// again without links that have been deleted in the meantime.
func (s *Shortener) changePage(ctx context.Context, query *LinkQuery, links []*Link, change func(*Link)) (changed int, err error) {
	for len(links) > 0 {
		ids := idsOf(links)
		had := make([]bool, len(ids)) // the store may try several times
		written, err := s.store.UpdateLinks(ctx, query.Workspace, ids, func(i int, link *Link) error {
			if had[i] = query.Matches(link); had[i] {
				change(link)
				s.sign(ctx, link)
			}
			return nil
		})
		s.forget(written...)
		for i := range written {
			if had[i] {
				changed++
			}
		}
		at, ok := errors.AsType[*IndexError](err)
		if !ok || !errors.Is(err, ErrNotFound) {
			return changed, err
		}
		links = slices.Delete(links, at.Index, at.Index+1)
	}
	return 0, nil
}
