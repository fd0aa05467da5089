package linkpack

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// AuditQuery chooses the figures that are recounted. The zero value is all of
// the store, of every workspace.
type AuditQuery struct {
	// Links are the links. Empty means all, deleted ones included.
	Links []*Link
	// From is a time in the first UTC day. Zero means the first there is.
	From time.Time
	// To is a time in the last UTC day. Zero means the last there is.
	To time.Time
}

// numbers returns the query of the package analytics.
func (q *AuditQuery) numbers() analytics.Selection {
	query := analytics.Selection{Links: numbersOf(q.Links), From: q.From}
	if !q.To.IsZero() {
		query.To = q.To.Add(time.Nanosecond)
	}
	return query
}

// numbersOf returns the numbers by which the click log knows links.
func numbersOf(links []*Link) (numbers []uint32) {
	for _, link := range links {
		numbers = append(numbers, link.Number)
	}
	return numbers
}

// Audit recounts the log of visits and returns every difference between that and
// the figures that [Shortener.Stats] gives: none, as long as nobody but this
// package has written to the store and the disk is sound. Visits of
// the last seconds, which have no stored figure yet that could differ, are not in
// it. See [recorder.Recorder.Audit] for what it costs.
func (s *Shortener) Audit(ctx context.Context, query AuditQuery) (*analytics.Audit, error) {
	s.settle(ctx)
	return s.recorder.Audit(ctx, query.numbers())
}

// Rebuild audits and writes the figures that differ again, from the log. It
// returns what it found. See [recorder.Recorder.Rebuild] for what it leaves as
// it is.
func (s *Shortener) Rebuild(ctx context.Context, query AuditQuery) (*analytics.Audit, error) {
	s.settle(ctx)
	return s.recorder.Rebuild(ctx, query.numbers())
}
