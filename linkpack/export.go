package linkpack

import (
	"context"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// ClickQuery selects clicks of a workspace's links.
type ClickQuery struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Links are the IDs of the links, which may be in the bin. nil means all links
	// of the workspace except removed ones, which have no name any more.
	Links []string
	// From is the time of the earliest click. Zero means no limit.
	From time.Time
	// To is the end of the range: clicks before it are selected. Zero means no
	// limit.
	To time.Time
}

// Export returns an iterator over clicks of all classes with the names of their
// links, in the order of [recorder.Recorder.Export]. It includes all clicks
// recorded before the call, unless the store takes more than 2 s to write them.
// After an error the iteration ends. The error is an *[IndexError] that wraps
// [ErrNotFound] for an unknown link, ErrNotFound for an unknown workspace, and a
// [FieldError] for a range that ends before it begins. If some links of the workspace
// are damaged, an error that wraps a [DamagedError] for each follows the clicks of the
// others.
//
// Export keeps the names of the links in memory, but not the clicks. No
// transaction is open while a click is yielded.
func (s *Shortener) Export(ctx context.Context, query ClickQuery) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		links, damage := s.numbers(ctx, query.Workspace, query.Links)
		if links == nil {
			yield(analytics.Click{}, damage)
			return
		}
		s.settle(ctx)
		selection := analytics.Selection{Links: links.list(), From: query.From, To: query.To}
		for click, err := range s.recorder.Export(ctx, selection) {
			click.Link = links.names[click.Link.Number]
			if !yield(click, err) || err != nil {
				return
			}
		}
		if damage != nil {
			yield(analytics.Click{}, damage)
		}
	}
}
