package linkpack

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/internal/random"
)

// settleTime is how long statistics wait for recorded clicks to be written.
const settleTime = 2 * time.Second

// Stats returns the statistics of a workspace's link over whole days. A deleted
// link keeps its statistics until they are erased, in the bin and after that. Stats
// returns ErrNotFound if there never was such a link, and a [FieldError] for an
// invalid query.
//
// Links and Workspace of the query must be unset. A zero From means the CreatedAt
// of the link; set From to include older imported clicks. A zero To means now, and
// a nil Location means the workspace's time zone.
//
// The splits are checked against the percentages of the rules, unless the link was
// removed or had more than 256 versions since the start of the range. The
// statistics include all clicks recorded before the call, unless the store takes
// more than 2 s to write them.
func (s *Shortener) Stats(ctx context.Context, workspace, id string, query analytics.Query) (*analytics.Stats, error) {
	workspace = cmp.Or(workspace, DefaultWorkspace)
	link, err := s.ownLink(ctx, workspace, id, MayRead)
	if errors.Is(err, ErrNotFound) {
		return s.statsOfDeleted(ctx, workspace, id, query)
	}
	if err != nil {
		return nil, err
	}
	ctx = permitted(ctx)
	found, err := s.stats(ctx, workspace, analytics.Query{Links: []uint32{link.Number}}, link.CreatedAt, query)
	if err != nil {
		return nil, err
	}
	return found, s.checkSplits(ctx, link, query.Filter, found)
}

// statsOfDeleted returns the statistics of a deleted link. Its ID contains the time
// of creation.
func (s *Shortener) statsOfDeleted(ctx context.Context, workspace, id string, query analytics.Query) (*analytics.Stats, error) {
	ctx, err := permit(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	number, err := s.store.DeletedLink(ctx, workspace, id)
	if err != nil {
		return nil, err
	}
	return s.stats(ctx, workspace, analytics.Query{Links: []uint32{number}}, random.TimeOf(id), query)
}

// StatsOf returns the combined statistics of all links of a workspace that match
// links, such as those of a tag, a group or a domain. Sorting and paging are
// ignored. query is as in [Shortener.Stats], but a zero From means the CreatedAt of
// the oldest of the links. A visitor of several links counts as one unique visitor.
//
// Statistics of a whole workspace cost about as much as those of one link. Only
// they include the clicks of deleted links, until those are erased. If there are
// deleted links, a zero From can mean the CreatedAt of the workspace.
//
// If some links are damaged, StatsOf returns the statistics of the others that match,
// and an error that wraps a [DamagedError] for each.
func (s *Shortener) StatsOf(ctx context.Context, links LinkQuery, query analytics.Query) (*analytics.Stats, error) {
	scope, err := scopeIn(ctx, links.Workspace, MayRead)
	if err != nil {
		return nil, err
	}
	links.Limit, links.Cursor, links.Sort = maxPage, "", SortCreated
	if err := s.completeQuery(&links, scope, maxPage); err != nil {
		return nil, err
	}
	ctx = permitted(ctx)
	if links.isAll() {
		return s.statsOfWorkspace(ctx, links.Workspace, query)
	}
	return s.statsOfSome(ctx, links, query)
}

// statsOfSome returns the statistics of the links that match. If some are damaged, it
// returns those of the others, and an error.
func (s *Shortener) statsOfSome(ctx context.Context, links LinkQuery, query analytics.Query) (*analytics.Stats, error) {
	var numbers []uint32
	var damage error
	created := s.opts.Clock()
	for link, err := range s.Links(ctx, links) {
		if errors.Is(err, ErrDamaged) {
			damage = errors.Join(damage, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, link.Number)
		if link.CreatedAt.Before(created) {
			created = link.CreatedAt
		}
	}
	found, err := s.stats(ctx, links.Workspace, analytics.Query{Links: numbers}, created, query)
	if err != nil {
		return nil, err
	}
	found.Splits = nil // set if exactly one link matches
	return found, damage
}

// statsOfWorkspace returns the statistics of a whole workspace.
func (s *Shortener) statsOfWorkspace(ctx context.Context, workspace string, query analytics.Query) (*analytics.Stats, error) {
	number, err := s.numberOfWorkspace(ctx, workspace)
	if err != nil {
		return nil, err
	}
	created := query.From
	if created.IsZero() {
		if created, err = s.firstCreated(ctx, workspace); err != nil {
			return nil, err
		}
	}
	return s.stats(ctx, workspace, analytics.Query{Workspace: number}, created, query)
}

// firstCreated returns when the first link of a workspace was created. The store
// does not keep that time for deleted links, so if there are any, firstCreated may
// return when the workspace was created.
func (s *Shortener) firstCreated(ctx context.Context, workspace string) (time.Time, error) {
	created := s.opts.Clock()
	for link, err := range s.Links(ctx, LinkQuery{Workspace: workspace, Bin: WithBin, Ascending: true, Limit: 1}) {
		if errors.Is(err, ErrDamaged) {
			continue // which costs the days before the first of the other links
		}
		if err != nil {
			return created, err
		}
		created = link.CreatedAt
		break
	}
	deleted, err := s.store.DeletedLinks(ctx, cmp.Or(workspace, DefaultWorkspace))
	if err != nil || len(deleted) == 0 {
		return created, err
	}
	w, err := s.Workspace(ctx, workspace)
	if err == nil && w.CreatedAt.Before(created) {
		created = w.CreatedAt
	}
	return created, err
}

// stats returns the statistics of the links selected by links. created is when
// the first of them was created.
func (s *Shortener) stats(ctx context.Context, workspace string, links analytics.Query, created time.Time, query analytics.Query) (*analytics.Stats, error) {
	query, err := s.completeStats(ctx, workspace, links, created, query)
	if err != nil {
		return nil, err
	}
	s.settle(ctx)
	return s.recorder.Stats(ctx, query)
}

// completeStats returns a query of statistics with the links selected by links and the
// defaults of other fields.
func (s *Shortener) completeStats(ctx context.Context, workspace string, links analytics.Query, created time.Time, query analytics.Query) (analytics.Query, error) {
	if query.Links != nil || query.Workspace != 0 {
		return query, invalid("links", "must be named by the other arguments")
	}
	query.Links, query.Workspace = links.Links, links.Workspace
	if query.Location == nil {
		zone, err := s.Timezone(ctx, workspace)
		if err != nil {
			return query, err
		}
		query.Location = zone
	}
	if query.From.IsZero() {
		query.From = created
	}
	if query.To.IsZero() {
		query.To = s.opts.Clock().Add(time.Nanosecond)
	}
	if !query.To.After(query.From) {
		return query, invalid("to", "must be after from")
	}
	return query, nil
}

// settle waits up to settleTime for recorded clicks to be written. Later ones
// are missing from the answer.
func (s *Shortener) settle(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	if err := s.Flush(ctx); err != nil {
		s.opts.Logger.DebugContext(ctx, "statistics lack the latest clicks", "error", err)
	}
}

// Clicks returns an iterator over the clicks of a workspace's link, of all classes,
// newest first, with the names of the link. A removed link, which has only its ID
// left, keeps its clicks until they are erased. After an error the iteration ends.
// The error is ErrNotFound if there never was such a link.
func (s *Shortener) Clicks(ctx context.Context, workspace, id string) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		name, err := s.nameOf(ctx, cmp.Or(workspace, DefaultWorkspace), id)
		if err != nil {
			yield(analytics.Click{}, err)
			return
		}
		for click, err := range s.recorder.Clicks(ctx, name.Number) {
			if err == nil {
				click.Link = name
			}
			if !yield(click, err) {
				return
			}
		}
	}
}

// nameOf returns the names of a link, or the number and ID of a deleted one.
func (s *Shortener) nameOf(ctx context.Context, workspace, id string) (analytics.LinkRef, error) {
	link, err := s.ownLink(ctx, workspace, id, MayRead)
	if err == nil {
		return refOf(link), nil
	}
	if !errors.Is(err, ErrNotFound) {
		return analytics.LinkRef{}, err
	}
	if ctx, err = permit(ctx, workspace, MayRead); err != nil {
		return analytics.LinkRef{}, err
	}
	number, err := s.store.DeletedLink(ctx, workspace, id)
	return analytics.LinkRef{Number: number, ID: id}, err
}
