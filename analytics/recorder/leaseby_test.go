package recorder_test

import (
	"context"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
)

// update is what changes a lane.
type update = func(context.Context, func(analytics.Tx) error) error

// leaseBy is a lease that changes its lane in another way.
type leaseBy struct {
	analytics.Lease
	by func(ctx context.Context, fn func(analytics.Tx) error, next update) error
}

// UpdateClicks implements [analytics.Lease].
func (l leaseBy) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	return l.by(ctx, fn, l.Lease.UpdateClicks)
}

// leasing is a store whose lanes are changed in another way.
type leasing struct {
	analytics.Store
	by func(ctx context.Context, fn func(analytics.Tx) error, next update) error
}

// LeaseLane implements [analytics.Store].
func (s leasing) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	return leaseBy{l, s.by}, err
}

// change changes the lane of a store that nobody records to.
func change(t testing.TB, store analytics.Store, fn func(analytics.Tx) error) error {
	t.Helper()
	lease, err := store.LeaseLane(t.Context(), 0, "a test")
	if err != nil {
		return err
	}
	return errors.Join(packed.Lease{Lease: lease}.UpdateClicks(t.Context(), fn), lease.Release(t.Context()))
}
