package recorder

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
)

// oneLane is a store with one snapshot of one lane.
type oneLane struct {
	analytics.Store
	tabletest.Tables
}

// ViewClicks implements [analytics.Store].
func (s oneLane) ViewClicks(_ context.Context, fn func(analytics.View) error) error { return fn(s) }

// UpdateShared implements [analytics.Store].
func (s oneLane) UpdateShared(_ context.Context, fn func(analytics.Tx) error) error {
	return fn(s.Tables)
}

// Lanes implements [analytics.View].
func (s oneLane) Lanes() ([]analytics.LaneInfo, error) { return []analytics.LaneInfo{{}}, nil }

// Lane implements [analytics.View].
func (s oneLane) Lane(analytics.Lane) analytics.Tx { return s.Tables }

// Shared implements [analytics.View].
func (s oneLane) Shared() analytics.Tx { return s.Tables }
