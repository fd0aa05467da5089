package linkpack

import (
	"context"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// ClickQuery chooses recorded visits of a workspace's links.
type ClickQuery struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Links are the ids of the links. nil means all that the workspace has.
	// [Shortener.Export] leaves out those that were deleted, which have no name any
	// more.
	Links []string
	// From is the earliest time. Zero means no limit.
	From time.Time
	// To is the time before which they came. Zero means no limit.
	To time.Time
}

// Export yields recorded visits of all classes, in the order of the log, which
// is that of [recorder.Recorder.Export], with the names of their links. Visits
// that were recorded before the call are among them, unless the store takes
// more than 2 s to write them. An error is the last thing it yields: an
// *[IndexError] that wraps [ErrNotFound] for an unknown link, ErrNotFound for an
// unknown workspace, a [FieldError] for a range that ends before it begins.
//
// [clickfile.WriteCSV] and [clickfile.WriteJSON] write what it yields.
// [Shortener.ImportClicks] takes the latter again.
//
// It needs memory for the names of the links, and none for the visits; no
// transaction stays open while a visit is looked at.
func (s *Shortener) Export(ctx context.Context, query ClickQuery) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		links, err := s.numbers(ctx, query.Workspace, query.Links)
		if err != nil {
			yield(analytics.Click{}, err)
			return
		}
		s.settle(ctx)
		selection := analytics.Selection{Links: links.list(), From: query.From, To: query.To}
		for click, err := range s.recorder.Export(ctx, selection) {
			click.Link = links.names[click.Link.Number]
			if !yield(click, err) {
				return
			}
		}
	}
}
