package lanetest

import (
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// lease is a lease of a lane. That of the lane's rows ends when somebody else gets one.
type lease struct {
	analytics.Lease // of the rows
	store           *Store
	of              *lane
	number          analytics.Lane
}

// Lane implements [analytics.Lease].
func (l *lease) Lane() analytics.Lane { return l.number }

// UpdateClicks implements [analytics.Lease]. It extends the lease.
func (l *lease) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	if _, err := l.Renew(ctx); err != nil {
		return err
	}
	return l.Lease.UpdateClicks(ctx, fn)
}

// Renew implements [analytics.Lease].
func (l *lease) Renew(ctx context.Context) ([]analytics.Request, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.store.mu.Lock()
	defer l.store.mu.Unlock()
	if l.of.lease != l {
		return nil, fmt.Errorf("lanetest: lane %d: %w", l.number, analytics.ErrLeaseLost)
	}
	l.of.expired = false
	return slices.Clone(l.of.requests), nil
}

// Release implements [analytics.Lease].
func (l *lease) Release(ctx context.Context) error {
	err := l.Lease.Release(ctx) // waits for a running update
	l.store.mu.Lock()
	defer l.store.mu.Unlock()
	if l.of.lease == l {
		l.of.lease, l.of.expired = nil, false
	}
	return err
}
