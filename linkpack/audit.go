package linkpack

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// AuditQuery selects the statistics to recount. The zero value selects the whole
// store, with all workspaces.
type AuditQuery struct {
	// Links are the links. Empty means all, including deleted ones.
	Links []*Link
	// From is a time on the first UTC day. Zero means the first day with clicks.
	From time.Time
	// To is a time on the last UTC day. Zero means the last day with clicks.
	To time.Time
}

// numbers returns the query for the recorder.
func (q *AuditQuery) numbers() analytics.Selection {
	query := analytics.Selection{Links: numbersOf(q.Links), From: q.From}
	if !q.To.IsZero() {
		query.To = q.To.Add(time.Nanosecond)
	}
	return query
}

// numbersOf returns the numbers of links in the click log.
func numbersOf(links []*Link) (numbers []uint32) {
	for _, link := range links {
		numbers = append(numbers, link.Number)
	}
	return numbers
}

// Audit recounts the click log and returns the differences from the stored
// statistics that [Shortener.Stats] uses. There are none unless the disk is
// faulty or something other than this package has written to the store. Clicks
// of the last seconds are left out, since they are not in stored statistics yet.
// See [recorder.Recorder.Audit] for its cost.
func (s *Shortener) Audit(ctx context.Context, query AuditQuery) (*analytics.Audit, error) {
	s.settle(ctx)
	return s.recorder.Audit(ctx, query.numbers())
}

// Rebuild audits the statistics and rewrites those that differ from the click
// log. It returns the differences that it found. See [recorder.Recorder.Rebuild]
// for what it does not change.
func (s *Shortener) Rebuild(ctx context.Context, query AuditQuery) (*analytics.Audit, error) {
	s.settle(ctx)
	return s.recorder.Rebuild(ctx, query.numbers())
}
