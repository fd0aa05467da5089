package linkpack

import (
	"context"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// StatsQuery selects a range of days and the statistics to return for it.
type StatsQuery struct {
	// From is a time on the first day. Zero means the CreatedAt of the link, or
	// the earliest one of several links. Set it to include older imported clicks.
	From time.Time
	// To is a time on the last day. Zero means now.
	To time.Time
	// Location is the time zone of hours, days, weeks and months. nil means the
	// workspace's.
	Location *time.Location
	// Granularity selects a series of hours, days, weeks or months. Zero means no
	// series. Statistics by day are always included.
	Granularity analytics.Granularity
	// Top is the maximum number of values in each breakdown; all others are
	// summed. Zero means no maximum.
	Top int
	// Filter selects the clicks that have, in each given dimension, one of the
	// given values. See [analytics.Query] for its cost.
	Filter map[analytics.Dimension][]string
	// Compare adds statistics of the same number of days before the range.
	Compare bool
}

// settleTime is how long statistics wait for recorded clicks to be written.
const settleTime = 2 * time.Second

// Stats returns a link's statistics over whole days, including the first and the
// last. The splits are checked against the percentages of the rules, unless the
// link had more than 256 versions since the start of the range. The statistics
// include all clicks recorded before the call, unless the store takes more than
// 2 s to write them. Stats returns a [FieldError] for an invalid query.
func (s *Shortener) Stats(ctx context.Context, link *Link, query StatsQuery) (*analytics.Stats, error) {
	found, err := s.stats(ctx, link.Workspace, analytics.Query{Links: []uint32{link.Number}}, link.CreatedAt, query)
	if err != nil {
		return nil, err
	}
	return found, s.checkSplits(ctx, link, query.Filter, found)
}

// StatsOf returns the combined statistics of all links of a workspace that match
// links, such as those of a tag, a group or a domain. Sorting and paging are
// ignored. A visitor of several links counts as one unique visitor.
//
// Statistics of a whole workspace cost about as much as those of one link. Only
// they include the clicks of deleted links, until those are erased.
func (s *Shortener) StatsOf(ctx context.Context, links LinkQuery, query StatsQuery) (*analytics.Stats, error) {
	if links.isAll() {
		return s.statsOfWorkspace(ctx, links.Workspace, query)
	}
	links.Limit, links.Cursor, links.Sort = maxPage, "", SortCreated
	var numbers []uint32
	created := s.opts.Clock()
	for link, err := range s.Links(ctx, links) {
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, link.Number)
		if link.CreatedAt.Before(created) {
			created = link.CreatedAt
		}
	}
	found, err := s.stats(ctx, links.Workspace, analytics.Query{Links: numbers}, created, query)
	if err == nil {
		found.Splits = nil // set if exactly one link matches
	}
	return found, err
}

// statsOfWorkspace returns the statistics of a whole workspace.
func (s *Shortener) statsOfWorkspace(ctx context.Context, workspace string, query StatsQuery) (*analytics.Stats, error) {
	created := s.opts.Clock()
	for link, err := range s.Links(ctx, LinkQuery{Workspace: workspace, Ascending: true, Limit: 1}) {
		if err != nil {
			return nil, err
		}
		created = link.CreatedAt
		break
	}
	number, err := s.numberOfWorkspace(ctx, workspace)
	if err != nil {
		return nil, err
	}
	return s.stats(ctx, workspace, analytics.Query{Workspace: number}, created, query)
}

// stats returns the statistics of the links selected by links. created is when
// the first of them was created.
func (s *Shortener) stats(ctx context.Context, workspace string, links analytics.Query, created time.Time, query StatsQuery) (*analytics.Stats, error) {
	if query.Location == nil {
		zone, err := s.Timezone(ctx, workspace)
		if err != nil {
			return nil, err
		}
		query.Location = zone
	}
	if query.From.IsZero() {
		query.From = created
	}
	if query.To.IsZero() {
		query.To = s.opts.Clock()
	}
	if query.To.Before(query.From) {
		return nil, invalid("to", "must not be before from")
	}
	s.settle(ctx)
	return s.recorder.Stats(ctx, analytics.Query{
		Links: links.Links, Workspace: links.Workspace,
		From: query.From, To: query.To.Add(time.Nanosecond), Location: query.Location,
		Granularity: query.Granularity, Top: query.Top, Filter: query.Filter, Compare: query.Compare,
	})
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

// Clicks returns an iterator over a link's clicks of all classes, newest first.
// After an error the iteration ends.
func (s *Shortener) Clicks(ctx context.Context, link *Link) iter.Seq2[analytics.Click, error] {
	return s.recorder.Clicks(ctx, link.Number)
}
