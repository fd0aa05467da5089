package linkpack

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/clickfile"
)

// ExportQuery chooses recorded visits of a workspace's links.
type ExportQuery struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Links are the ids of the links. nil means all that the workspace has;
	// those that were deleted have no name any more and are left out.
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
// It needs memory for the names of the links, and none for the visits; no
// transaction stays open while a visit is looked at.
func (s *Shortener) Export(ctx context.Context, query ExportQuery) iter.Seq2[analytics.Click, error] {
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

// ExportCSV writes what [Shortener.Export] yields as comma-separated values, as
// [clickfile.WriteCSV] says, and returns how many visits it wrote.
func (s *Shortener) ExportCSV(ctx context.Context, w io.Writer, query ExportQuery) (written int, err error) {
	return clickfile.WriteCSV(w, s.Export(ctx, query))
}

// ExportJSON writes what [Shortener.Export] yields as lines of JSON, as
// [clickfile.WriteJSON] says, and returns how many visits it wrote.
// [Shortener.ImportClicks] takes them again.
func (s *Shortener) ExportJSON(ctx context.Context, w io.Writer, query ExportQuery) (written int, err error) {
	return clickfile.WriteJSON(w, s.Export(ctx, query))
}
