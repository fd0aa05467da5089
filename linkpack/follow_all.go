package linkpack

import (
	"context"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
)

// FollowAll returns an iterator over the clicks of all workspaces, which yields each as
// soon as it is on disk; see [recorder.Recorder.Follow]. The Link of a click has only
// its Number; see [Shortener.LinkNumbered]. Only the host may call it.
func (s *Shortener) FollowAll(ctx context.Context, query analytics.FollowQuery) iter.Seq2[analytics.Event, error] {
	if err := permitOperator(ctx); err != nil {
		return func(yield func(analytics.Event, error) bool) { yield(analytics.Event{}, err) }
	}
	return s.recorder.Follow(ctx, query)
}

// LinkNumbered returns the link with a Number, of any workspace, also one in the bin. It
// returns ErrNotFound if there is none or it was removed. Only the host may call it.
func (s *Shortener) LinkNumbered(ctx context.Context, number uint32) (*Link, error) {
	if err := permitOperator(ctx); err != nil {
		return nil, err
	}
	return s.store.LinkByNumber(ctx, number)
}
