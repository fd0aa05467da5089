package linkpack

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// FollowQuery selects the clicks to follow.
type FollowQuery struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Links are the IDs of the links. nil means all links of the workspace,
	// including those created later.
	Links []string
	// From is the cursor to start at: one saved earlier, or [Shortener.LogEnd].
	// Defaults to the start of the log.
	From analytics.Cursor
	// MaxAge is the maximum age of a click when it is read; see
	// [analytics.FollowQuery]. Zero means no maximum.
	MaxAge time.Duration
}

// LogEnd returns the cursor after the newest click on disk.
func (s *Shortener) LogEnd(ctx context.Context) (analytics.Cursor, error) {
	return s.recorder.LogEnd(ctx)
}

// Follow returns an iterator over the clicks of a workspace, which yields each
// click as soon as it is on disk. See [recorder.Recorder.Follow] for the order.
// A click has the names that its link had when Follow first saw it. The iteration
// ends with an error: [ErrClosed] after [Shortener.Close], an *[IndexError] that
// wraps [ErrNotFound] for an unknown link, and ErrNotFound for an unknown workspace.
func (s *Shortener) Follow(ctx context.Context, query FollowQuery) iter.Seq2[analytics.Event, error] {
	return func(yield func(analytics.Event, error) bool) {
		links, err := s.numbers(ctx, query.Workspace, query.Links)
		if err != nil {
			yield(analytics.Event{}, err)
			return
		}
		follow := analytics.FollowQuery{From: query.From}
		if query.Links != nil {
			follow.Links = links.list()
		}
		links.follow(ctx, s.recorder.Follow(ctx, follow), query.MaxAge, yield)
	}
}

// follow yields the events of the links. It adds the counts of missing clicks of
// the events in between to the next one. It counts clicks that are too old
// itself, since the recorder would count those of all workspaces.
func (n *linkNumbers) follow(ctx context.Context, events iter.Seq2[analytics.Event, error], maxAge time.Duration, yield func(analytics.Event, error) bool) {
	var skipped, removed uint64
	for event, err := range events {
		removed += event.Removed
		name, ok := analytics.LinkRef{}, err != nil
		if err == nil {
			if name, ok, err = n.find(ctx, event.Click.Link.Number); err != nil {
				yield(analytics.Event{}, fmt.Errorf("links of workspace %q: %w", n.workspace, err))
				return
			}
		}
		if !ok {
			continue
		}
		if err == nil && maxAge > 0 && event.Click.Time.UnixMilli() < n.links.Now().Add(-maxAge).UnixMilli() {
			skipped++
			continue
		}
		event.Click.Link = name
		event.Skipped, event.Removed = skipped, removed
		skipped, removed = 0, 0
		if !yield(event, err) {
			return
		}
	}
}
