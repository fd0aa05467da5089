package bolt

import (
	"context"
	"fmt"
	"sync/atomic"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
)

// lease is a recorder's hold on lane 0. Since the file is locked, it is one in
// memory. Its epoch is written with the first update, so that nothing has to be
// written to take it: a full disk keeps no program from starting.
type lease struct {
	store *Store
	epoch uint64
	owner string
	noted atomic.Bool // the epoch is in the file
}

// LeaseLane implements [analytics.Store]. Lane 0 is the only one that can be
// written to.
func (s *Store) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	if lane != 0 {
		return nil, fmt.Errorf("store: lane %d is read-only: a file has lane 0 alone to write to", lane)
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.end()
	l := &lease{store: s, owner: owner}
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		if holder := s.holder.Load(); holder != nil {
			return fmt.Errorf("store: lane 0: %w, %s", analytics.ErrLeased, holder.owner)
		}
		s.epoch = max(s.epoch, epochOf(tx)) + 1
		return nil
	})
	if err != nil {
		return nil, err
	}
	l.epoch = s.epoch
	s.holder.Store(l)
	return l, nil
}

// Lane implements [analytics.Lease].
func (l *lease) Lane() analytics.Lane { return 0 }

// Epoch implements [analytics.Lease].
func (l *lease) Epoch() uint64 { return l.epoch }

// UpdateClicks implements [analytics.Lease].
func (l *lease) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	err := l.store.update(ctx, func(tx *bbolt.Tx) error {
		if err := l.held(); err != nil {
			return err
		}
		if !l.noted.Load() {
			if err := putEpoch(tx, l.epoch); err != nil {
				return err
			}
		}
		return fn(&clicksTx{l.store.tables, tx})
	})
	if err == nil {
		l.noted.Store(true)
	}
	return err
}

// Renew implements [analytics.Lease]: the lease does not run out, and nobody asks.
func (l *lease) Renew(ctx context.Context) ([]analytics.Request, error) {
	return nil, l.store.view(ctx, func(*bbolt.Tx) error { return l.held() })
}

// Release implements [analytics.Lease]. It does not look at ctx: it waits only
// for a change that runs.
func (l *lease) Release(context.Context) error {
	l.store.writer <- struct{}{}
	defer l.store.end()
	l.store.holder.CompareAndSwap(l, nil)
	return nil
}

// held refuses a lease that has ended.
func (l *lease) held() error {
	if l.store.holder.Load() != l {
		return fmt.Errorf("store: lane 0: %w", analytics.ErrLeaseLost)
	}
	return nil
}
