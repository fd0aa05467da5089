package linkpack

import (
	"context"
	"errors"
	"iter"
	"slices"
)

// batchSize is the number of links that UpdateLinksWhere and DeleteLinksWhere handle in
// one transaction by default.
const batchSize = 250

// LinkBatch is what one step of [Shortener.UpdateLinksWhere] or
// [Shortener.DeleteLinksWhere] has done.
type LinkBatch struct {
	// Matched is the number of links that the query selected.
	Matched int
	// Changed is the number of those that were changed or deleted. A link that the
	// update leaves as it is counts as matched only.
	Changed int
	// Failed are those that could not be changed, in the order of the query.
	Failed []FailedLink
	// Next is the cursor for the links after these. It is empty after the last ones.
	Next string
}

// FailedLink is a link that could not be changed.
type FailedLink struct {
	// ID is the link's ID.
	ID string
	// Err is why, as [Shortener.UpdateLink] would return it.
	Err error
}

// UpdateLinksWhere changes the links that a query selects with the function update, as
// [Shortener.UpdateLink] changes one, and returns an iterator over what was done, for
// example to show progress:
//
//	for batch, err := range links.UpdateLinksWhere(ctx, query, update) {
//
// The links are changed while the iterator is used, newest first, in transactions of at
// most query.Limit links, by default 250. query.Sort and query.Ascending are ignored.
// Use [Shortener.CountLinks] before to see how many links the query selects.
//
// Each link is changed once, even if it is not selected any more after the change, as
// when update moves it to another group. Links that are created meanwhile are left alone,
// unless their CreatedAt is in the past. A link that stops matching before its turn is
// left alone, too. A link that cannot be changed is in the Failed of its batch and keeps
// no other from being changed. Links in the bin cannot be selected: another query.Bin
// than [WithoutBin] is a [FieldError].
//
// After an error the iterator ends, unless the error wraps [ErrDamaged]. Such an error is
// about links that cannot be read, and comes together with the batch of the others.
// Batches before stay done. To go on later, call UpdateLinksWhere with the Next of the
// last batch as the query's Cursor. update may run more than once for a link.
func (s *Shortener) UpdateLinksWhere(ctx context.Context, query LinkQuery, update func(*Link) error) iter.Seq2[LinkBatch, error] {
	return s.inBatches(ctx, query, func(query *LinkQuery, links []*Link) (LinkBatch, error) {
		u := batchUpdate{Shortener: s, query: query, update: update, failed: make(map[string]error)}
		return u.run(ctx, idsOf(links))
	})
}

// DeleteLinksWhere deletes the links that a query selects, as [Shortener.DeleteLinks]
// does. It works in steps like [Shortener.UpdateLinksWhere]. A link that is changed at
// the moment of its deletion is deleted even if it stops matching.
func (s *Shortener) DeleteLinksWhere(ctx context.Context, query LinkQuery) iter.Seq2[LinkBatch, error] {
	return s.inBatches(ctx, query, func(query *LinkQuery, links []*Link) (LinkBatch, error) {
		return s.deleteBatch(ctx, query.Workspace, idsOf(links))
	})
}

// inBatches calls change with the links that a query selects, page by page. It reads
// them in the order of their IDs, which no change moves. It yields the damage of a page
// together with its batch.
func (s *Shortener) inBatches(ctx context.Context, query LinkQuery, change func(*LinkQuery, []*Link) (LinkBatch, error)) iter.Seq2[LinkBatch, error] {
	query.Sort, query.Ascending = SortCreated, false
	return func(yield func(LinkBatch, error) bool) {
		query := query // the iterator may be used again
		scope, err := scopeIn(ctx, query.Workspace, MayChange)
		if err == nil && query.Bin != WithoutBin {
			err = invalid("bin", "must not select links in the bin, which stay as they are")
		}
		if err == nil {
			err = s.completeQuery(&query, scope, batchSize)
		}
		if err != nil {
			yield(LinkBatch{}, err)
			return
		}
		for {
			page, damage := s.store.ListLinks(ctx, query)
			if damage != nil && !errors.Is(damage, ErrDamaged) {
				yield(LinkBatch{}, damage)
				return
			}
			batch, err := change(&query, page.Links)
			if err != nil {
				yield(LinkBatch{}, err)
				return
			}
			batch.Next = page.Next
			if !yield(batch, damage) || page.Next == "" {
				return
			}
			query.Cursor = page.Next
		}
	}
}

// deleteBatch deletes links, without those that others have deleted in the meantime.
func (s *Shortener) deleteBatch(ctx context.Context, workspace string, ids []string) (batch LinkBatch, err error) {
	for len(ids) > 0 {
		err := s.DeleteLinks(ctx, workspace, ids)
		at, ok := errors.AsType[*IndexError](err)
		switch {
		case err == nil:
			batch.Changed, batch.Matched = len(ids), batch.Matched+len(ids)
			return batch, nil
		case ok && errors.Is(err, ErrForbidden):
			batch.Matched++
			batch.Failed = append(batch.Failed, FailedLink{ID: ids[at.Index], Err: at.Err})
		case !ok || !errors.Is(err, ErrNotFound):
			return LinkBatch{}, err
		}
		ids = slices.Delete(ids, at.Index, at.Index+1)
	}
	return batch, nil
}
