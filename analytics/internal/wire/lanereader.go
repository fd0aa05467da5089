package wire

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// LaneReader reads one lane of a store.
type LaneReader struct {
	Store analytics.Store // read from
	Lane  analytics.Lane  // of Store
	// Check is called in each view before it is read, if it is not nil. Its error ends
	// the view.
	Check func(analytics.Tx) error
}

// View runs fn on a snapshot of the lane.
func (l LaneReader) View(ctx context.Context, fn func(analytics.Tx) error) error {
	return l.Store.ViewClicks(ctx, func(v analytics.View) error {
		tx := v.Lane(l.Lane)
		if l.Check != nil {
			if err := l.Check(tx); err != nil {
				return err
			}
		}
		return fn(tx)
	})
}
