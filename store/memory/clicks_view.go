package memory

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// view is a snapshot of the lane.
type view struct {
	state  *state
	leased bool // somebody has lane 0
}

// ViewClicks implements [analytics.Store].
func (s *store) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	st, err := s.view(ctx)
	if err != nil {
		return err
	}
	return fn(&view{state: st, leased: s.holder.Load() != nil})
}

// Lanes implements [analytics.View].
func (v *view) Lanes() ([]analytics.LaneInfo, error) {
	return []analytics.LaneInfo{{Epoch: v.state.epoch, Leased: v.leased}}, nil
}

// Lane implements [analytics.View].
func (v *view) Lane(lane analytics.Lane) analytics.Tx {
	if lane != 0 {
		return &tx{}
	}
	return &tx{tables: v.state.clicks}
}

// Shared implements [analytics.View].
func (v *view) Shared() analytics.Tx { return &tx{tables: v.state.clicks, shared: true} }
