package bolt

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/analytics"
)

// lease is a recorder's right to write to lane 0. It is kept in memory, since the
// file is locked. Its epoch is written by the first update and not when the lease
// is taken, so that a program can start on a full disk.
type lease struct {
	store *store
	epoch uint64
	owner string
	noted atomic.Bool // the epoch is in the file
}

// LeaseLane implements [analytics.Store]. Only lane 0 can be leased.
func (s *store) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	if lane != 0 {
		return nil, fmt.Errorf("bolt: lane %d is read-only: only lane 0 of a file can be written to", lane)
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.end()
	err := s.view(ctx, func(tx *tx) error {
		if holder := s.holder.Load(); holder != nil {
			return fmt.Errorf("bolt: lane 0: %w, %s", analytics.ErrLeased, holder.owner)
		}
		written, _, err := tx.counter(keyEpoch)
		if err != nil {
			return err
		}
		s.epoch = max(s.epoch, written) + 1
		return nil
	})
	if err != nil {
		return nil, err
	}
	l := &lease{store: s, epoch: s.epoch, owner: owner}
	s.holder.Store(l)
	return l, nil
}

// Lane implements [analytics.Lease].
func (l *lease) Lane() analytics.Lane { return 0 }

// Epoch implements [analytics.Lease].
func (l *lease) Epoch() uint64 { return l.epoch }

// UpdateClicks implements [analytics.Lease].
func (l *lease) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	err := l.store.updateClicks(ctx, l.noted.Load(), func(tx *tx) error {
		if err := l.held(); err != nil {
			return err
		}
		if !l.noted.Load() {
			if err := tx.setCounter(keyEpoch, l.epoch); err != nil {
				return err
			}
		}
		return tx.call(func() error { return fn(&clicksTx{l.store.tables, tx}) })
	})
	if err == nil {
		l.noted.Store(true)
	}
	return err
}

// Renew implements [analytics.Lease]. The lease does not run out, and nobody asks
// for anything.
func (l *lease) Renew(ctx context.Context) ([]analytics.Request, error) {
	return nil, l.store.view(ctx, func(*tx) error { return l.held() })
}

// Fulfil implements [analytics.Lease]. There are no requests.
func (l *lease) Fulfil(ctx context.Context, _ ...string) error {
	_, err := l.Renew(ctx)
	return err
}

// Release implements [analytics.Lease]. It ignores ctx: it only waits for a running
// change.
func (l *lease) Release(context.Context) error {
	l.store.writer <- struct{}{}
	defer l.store.end()
	l.store.holder.CompareAndSwap(l, nil)
	return nil
}

// held refuses a lease that has ended.
func (l *lease) held() error {
	if l.store.holder.Load() != l {
		return fmt.Errorf("bolt: lane 0: %w", analytics.ErrLeaseLost)
	}
	return nil
}

// UpdateShared implements [analytics.Store].
func (s *store) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.update(ctx, func(tx *tx) error {
		return tx.call(func() error { return fn(&clicksTx{s.shared, tx}) })
	})
}

// Ask implements [analytics.Store]. There is nobody else to ask.
func (s *store) Ask(ctx context.Context, _ []analytics.Lane, _ analytics.Request) error {
	return s.view(ctx, func(*tx) error { return nil })
}

// Asked implements [analytics.Store]. Nobody was asked.
func (s *store) Asked(ctx context.Context, _ []analytics.Lane, _ string) ([]analytics.Lane, error) {
	return nil, s.view(ctx, func(*tx) error { return nil })
}
