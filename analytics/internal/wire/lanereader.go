package wire

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// LaneReader reads one lane of a store.
type LaneReader struct {
	Store analytics.Store // read from
	Lane  analytics.Lane  // of Store
}

// View runs fn on a snapshot of the lane.
func (l LaneReader) View(ctx context.Context, fn func(analytics.Tx) error) error {
	return l.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(v.Lane(l.Lane)) })
}
