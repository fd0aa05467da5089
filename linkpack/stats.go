package linkpack

import (
	"context"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// StatsQuery chooses the days that statistics are about, and what of them.
type StatsQuery struct {
	// From is a time in the first day. Zero means the day the link was made,
	// or the first of the links: Link.CreatedAt. Name the day when visits were
	// imported that are older than that.
	From time.Time
	// To is a time in the last day. Zero means now.
	To time.Time
	// Location is the time zone of hours, days, weeks and months. nil means the
	// workspace's.
	Location *time.Location
	// Granularity asks for a series of hours, days, weeks or months. Zero asks
	// for none; days are always there.
	Granularity analytics.Granularity
	// Top is the most values of each breakdown, the others are added up. Zero
	// means all.
	Top int
	// Filter keeps the visits that have one of the values in each dimension.
	// See [analytics.Query] for what that costs.
	Filter map[analytics.Dimension][]string
	// Compare asks for the same number of days directly before.
	Compare bool
}

// settleTime is how long statistics wait for visits that are on their way to
// the disk.
const settleTime = 2 * time.Second

// Stats returns a link's statistics over whole days, first and last included.
// Its splits are checked against the percentages of its rules, unless the range
// began more than 256 versions of the link ago. Visits that were recorded before
// the call are in them, unless the store takes more than 2 s to write them. A
// query that cannot be answered is a [FieldError].
func (s *Shortener) Stats(ctx context.Context, link *Link, query StatsQuery) (*analytics.Stats, error) {
	found, err := s.stats(ctx, link.Workspace, analytics.Query{Links: []uint32{link.Number}}, link.CreatedAt, query)
	if err != nil {
		return nil, err
	}
	return found, s.checkSplits(ctx, link, query.Filter, found)
}

// StatsOf returns the statistics of all links of a workspace that a query
// matches, added up: those of a tag, a group or a domain, or all of them. Order
// and paging are ignored. A visitor of several links is one unique visitor.
//
// Those of the whole workspace cost about what those of one link do. What was
// recorded of links that were deleted is in them until it is erased, and in no
// others.
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
		found.Splits = nil // of one link that happens to be alone
	}
	return found, err
}

// statsOfWorkspace returns the statistics of all links of a workspace.
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

// stats returns the statistics of the links that a query names, of which the
// first was made at a time.
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

// settle waits for recorded visits to be written. What is late is counted by
// the next query.
func (s *Shortener) settle(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	if err := s.Flush(ctx); err != nil {
		s.opts.Logger.DebugContext(ctx, "statistics without the latest visits", "error", err)
	}
}

// Clicks returns a link's recorded visits of all classes, newest first. An error
// ends the sequence and is its last value.
func (s *Shortener) Clicks(ctx context.Context, link *Link) iter.Seq2[analytics.Click, error] {
	return s.recorder.Clicks(ctx, link.Number)
}
