package linkpack

import (
	"context"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// StatsQuery chooses the days that statistics are about.
type StatsQuery struct {
	// From is a time in the first day. Zero means the day the link was made.
	From time.Time
	// To is a time in the last day. Zero means now.
	To time.Time
	// Location is the time zone of days. nil means the workspace's.
	Location *time.Location
}

// settleTime is how long statistics wait for visits that are on their way to
// the disk.
const settleTime = 250 * time.Millisecond

// Stats returns a link's statistics over whole days, first and last included.
// Visits that were recorded before the call are in them, unless the store takes
// more than 250 ms to write them.
func (s *Shortener) Stats(ctx context.Context, link *Link, query StatsQuery) (*analytics.Stats, error) {
	if query.Location == nil {
		zone, err := s.Location(ctx, link.Workspace)
		if err != nil {
			return nil, err
		}
		query.Location = zone
	}
	if query.From.IsZero() {
		query.From = link.CreatedAt
	}
	if query.To.IsZero() {
		query.To = s.opts.Clock()
	}
	if query.To.Before(query.From) {
		return nil, invalid("to", "must not be before from")
	}
	s.settle(ctx)
	return s.recorder.Stats(ctx, analytics.Query{
		Links: []uint32{link.Number}, Location: query.Location,
		From: query.From, To: query.To.Add(time.Nanosecond),
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
