package memory

import (
	"context"
	"fmt"
	"maps"

	"github.com/linkpack/linkpack-go/analytics"
)

// lease is a recorder's hold on lane 0.
type lease struct {
	store *Store
	epoch uint64
	owner string
}

// LeaseLane implements [analytics.Store]. There is lane 0 alone.
func (s *Store) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	if lane != 0 {
		return nil, fmt.Errorf("store: no lane %d: a store in memory has lane 0 alone", lane)
	}
	l := &lease{store: s, owner: owner}
	err := s.update(ctx, func(st *state) error {
		if holder := s.holder.Load(); holder != nil {
			return fmt.Errorf("store: lane 0: %w, %s", analytics.ErrLeased, holder.owner)
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

// Renew implements [analytics.Lease]: the lease does not run out, and nobody asks.
func (l *lease) Renew(ctx context.Context) ([]analytics.Request, error) {
	if _, err := l.store.view(ctx); err != nil {
		return nil, err
	}
	return nil, l.held()
}

// Release implements [analytics.Lease]. It does not look at ctx: it waits only
// for a change that runs.
func (l *lease) Release(context.Context) error {
	l.store.writer <- struct{}{}
	defer func() { <-l.store.writer }()
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

// ViewClicks implements [analytics.Store].
func (s *Store) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	st, err := s.view(ctx)
	if err != nil {
		return err
	}
	return fn(&view{state: st, leased: s.holder.Load() != nil})
}

// UpdateShared implements [analytics.Store].
func (s *Store) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.update(ctx, func(st *state) error {
		st.clicks = maps.Clone(st.clicks)
		return fn(&tx{tables: st.clicks, shared: true, writable: true})
	})
}

// Ask implements [analytics.Store]: there is nobody else to ask.
func (s *Store) Ask(ctx context.Context, _ []analytics.Lane, _ analytics.Request) error {
	_, err := s.view(ctx)
	return err
}

// view is a snapshot.
type view struct {
	state  *state
	leased bool
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
