package recorder_test

import (
	"context"
	"slices"
	"sync"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// manyLanes is a store with a lane for each recorder. Each lane is that of a memory store.
type manyLanes struct {
	analytics.Store // has what is shared
	mu              sync.Mutex
	stores          []analytics.Store
}

func newLanes() *manyLanes { return &manyLanes{Store: memory.New()} }

// laneLease is a lease of a lane.
type laneLease struct {
	analytics.Lease
	lane analytics.Lane
}

// Lane implements [analytics.Lease].
func (l laneLease) Lane() analytics.Lane { return l.lane }

// LeaseLane implements [analytics.Store].
func (s *manyLanes) LeaseLane(ctx context.Context, _ analytics.Lane, owner string) (analytics.Lease, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, store := range s.stores {
		if lease, err := store.LeaseLane(ctx, 0, owner); err == nil {
			return laneLease{lease, analytics.Lane(i + 1)}, nil
		}
	}
	store := memory.New()
	s.stores = append(s.stores, store)
	lease, err := store.LeaseLane(ctx, 0, owner)
	return laneLease{lease, analytics.Lane(len(s.stores))}, err
}

// ViewClicks implements [analytics.Store].
func (s *manyLanes) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	s.mu.Lock()
	left := slices.Clone(s.stores)
	s.mu.Unlock()
	return s.Store.ViewClicks(ctx, func(shared analytics.View) error {
		return viewAll(ctx, left, &lanesView{shared: shared}, fn)
	})
}

// viewAll adds stores to a view and runs fn.
func viewAll(ctx context.Context, left []analytics.Store, v *lanesView, fn func(analytics.View) error) error {
	if len(left) == 0 {
		return fn(v)
	}
	return left[0].ViewClicks(ctx, func(lane analytics.View) error {
		v.lanes = append(v.lanes, lane)
		return viewAll(ctx, left[1:], v, fn)
	})
}

// lanesView is a view of lanes.
type lanesView struct {
	shared analytics.View
	lanes  []analytics.View
}

// Lanes implements [analytics.View].
func (v *lanesView) Lanes() (all []analytics.LaneInfo, err error) {
	for i, lane := range v.lanes {
		infos, err := lane.Lanes()
		if err != nil {
			return nil, err
		}
		infos[0].Lane = analytics.Lane(i + 1)
		all = append(all, infos[0])
	}
	return all, nil
}

// Lane implements [analytics.View].
func (v *lanesView) Lane(lane analytics.Lane) analytics.Tx { return v.lanes[lane-1].Lane(0) }

// Shared implements [analytics.View].
func (v *lanesView) Shared() analytics.Tx { return v.shared.Shared() }
