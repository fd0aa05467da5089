package memory

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
)

// lease is a recorder's right to write to lane 0.
type lease struct {
	store *store
	epoch uint64
	owner string
}

// LeaseLane implements [analytics.Store]. The store has no other lane than 0.
func (s *store) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	if lane != 0 {
		return nil, noLane(lane)
	}
	l := &lease{store: s, owner: strings.Clone(owner)}
	err := s.update(ctx, func(st *state) error {
		if holder := s.holder.Load(); holder != nil {
			return fmt.Errorf("memory: lane 0: %w, %s", analytics.ErrLeased, holder.owner)
		}
		st.epoch++
		l.epoch = st.epoch
		s.holder.Store(l)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Lane implements [analytics.Lease].
func (l *lease) Lane() analytics.Lane { return 0 }

// Epoch implements [analytics.Lease].
func (l *lease) Epoch() uint64 { return l.epoch }

// UpdateClicks implements [analytics.Lease].
func (l *lease) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	return l.store.update(ctx, func(st *state) error {
		if err := l.held(); err != nil {
			return err
		}
		st.clicks = maps.Clone(st.clicks)
		return fn(&tx{tables: st.clicks, writable: true})
	})
}

// Renew implements [analytics.Lease]. The lease does not run out, and nobody asks
// for anything.
func (l *lease) Renew(ctx context.Context) ([]analytics.Request, error) {
	if _, err := l.store.view(ctx); err != nil {
		return nil, err
	}
	return nil, l.held()
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
	defer func() { <-l.store.writer }()
	l.store.holder.CompareAndSwap(l, nil)
	return nil
}

// held refuses a lease that has ended.
func (l *lease) held() error {
	if l.store.holder.Load() != l {
		return fmt.Errorf("memory: lane 0: %w", analytics.ErrLeaseLost)
	}
	return nil
}

// UpdateShared implements [analytics.Store].
func (s *store) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.update(ctx, func(st *state) error {
		st.clicks = maps.Clone(st.clicks)
		return fn(&tx{tables: st.clicks, shared: true, writable: true})
	})
}

// Ask implements [analytics.Store]. There is nobody else to ask.
func (s *store) Ask(ctx context.Context, _ []analytics.Lane, _ analytics.Request) error {
	_, err := s.view(ctx)
	return err
}

// Asked implements [analytics.Store]. Nobody was asked.
func (s *store) Asked(ctx context.Context, _ []analytics.Lane, _ string) ([]analytics.Lane, error) {
	_, err := s.view(ctx)
	return nil, err
}

func noLane(lane analytics.Lane) error {
	return fmt.Errorf("memory: no lane %d: a store in memory has only lane 0", lane)
}
