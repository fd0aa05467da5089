package linkpack

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/ranking"
)

// LinkTotals returns how often each of the links was requested on all days, by class and
// in the order of links: the clicks of links[i] are totals[i][analytics.Human]. Use it
// for the figures beside links in a list, since it costs far less than
// [Shortener.Stats] of each link: it reads a sum of all days that are over, and the
// other days; see [recorder.Recorder.Totals].
//
// The totals include imported clicks from before a link was created, and all clicks
// recorded before the call, unless the store takes more than 2 s to write them. If the
// figures of a link are damaged, the error wraps [ErrDamaged]; they are counted again
// within about an hour, if the log still has their clicks. A nil link is a [FieldError].
func (s *Shortener) LinkTotals(ctx context.Context, links []*Link) ([]analytics.ClassCounts, error) {
	numbers := make([]uint32, len(links))
	for i, link := range links {
		if link == nil {
			return nil, invalid(fmt.Sprintf("links[%d]", i), "must not be nil")
		}
		scope, err := scopeIn(ctx, link.Workspace, MayRead)
		if err == nil && !s.covers(scope, link) {
			err = fmt.Errorf("link %q: %w", clip.Text(link.ID), ErrNotFound)
		}
		if err != nil {
			return nil, err
		}
		numbers[i] = link.Number
	}
	s.settle(ctx)
	return s.recorder.Totals(ctx, numbers)
}

// rankingOf returns the ranking of a workspace that was made at a time or, if that is no
// longer kept, one that is at most a minute old.
func (s *Shortener) rankingOf(ctx context.Context, workspace uint32, made int64) (*ranking.Ranking, error) {
	if kept := s.rankings.At(workspace, made); kept != nil {
		return kept, nil
	}
	return s.rankings.Newest(ctx, workspace, s.opts.Clock, func(ctx context.Context, workspace uint32) ([]uint32, []uint64, error) {
		s.settle(ctx)
		return s.recorder.WorkspaceClicks(ctx, workspace)
	})
}
