package httpadapter

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// LinkClicks returns the number of human clicks of each link on all days, as an API shows
// them beside links. It returns nil if there are no links, if figures are damaged, since
// links are of use without them, and if the principal of ctx may not read. See
// [linkpack.Shortener.LinkTotals] for other errors.
func LinkClicks(ctx context.Context, s *linkpack.Shortener, links []*linkpack.Link) ([]uint64, error) {
	if len(links) == 0 {
		return nil, nil
	}
	totals, err := s.LinkTotals(ctx, links)
	if errors.Is(err, analytics.ErrDamaged) || errors.Is(err, analytics.ErrFormat) || errors.Is(err, linkpack.ErrForbidden) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	clicks := make([]uint64, len(totals))
	for i, classes := range totals {
		clicks[i] = classes[analytics.Human]
	}
	return clicks, nil
}
