// Package lanetest has a store with several lanes for tests, in memory.
package lanetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TTL is how long a lease lasts, as far as [analytics.LaneInfo] says. A lease expires
// only by [Store.Expire].
const TTL = 15 * time.Second

// Store is an [analytics.Store] whose recorders can be those of several processes. Each
// lane is a store of its own. So each lane of a view is of one moment, but those of
// different lanes differ a little. Lanes are numbered from 1 on.
type Store struct {
	shared *memory.Store
	limit  int

	mu    sync.Mutex // guards what follows
	lanes []*lane    // by number, which is one more than the index
}

// lane is a lane and who has it.
type lane struct {
	rows     *memory.Store
	lease    *lease // the newest; nil for none yet
	expired  bool
	requests []analytics.Request
}

// New returns a store with up to so many lanes.
func New(limit int) *Store { return &Store{shared: memory.New(), limit: limit} }

// LeaseLane implements [analytics.Store].
func (s *Store) LeaseLane(ctx context.Context, number analytics.Lane, owner string) (analytics.Lease, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := int(number) - 1
	if number == 0 {
		n = s.free()
	}
	if n >= len(s.lanes) || !s.lanes[n].isFree() {
		return nil, fmt.Errorf("lanetest: lane %d: %w", n+1, analytics.ErrLeased)
	}
	l := s.lanes[n]
	if l.lease != nil {
		if err := l.lease.Lease.Release(ctx); err != nil {
			return nil, err
		}
	}
	inner, err := l.rows.LeaseLane(ctx, 0, owner)
	if err != nil {
		return nil, err
	}
	l.lease, l.expired = &lease{inner, s, l, analytics.Lane(n + 1)}, false
	return l.lease, nil
}

// free returns a lane that was released, or whose lease has expired, or a new one.
func (s *Store) free() int {
	released := slices.IndexFunc(s.lanes, func(l *lane) bool { return l.lease == nil })
	if released >= 0 {
		return released
	}
	if expired := slices.IndexFunc(s.lanes, (*lane).isFree); expired >= 0 {
		return expired
	}
	if len(s.lanes) < s.limit {
		s.lanes = append(s.lanes, &lane{rows: memory.New()})
	}
	return len(s.lanes) - 1
}

// isFree reports whether nobody has the lane.
func (l *lane) isFree() bool { return l.lease == nil || l.expired }

// Expire ends the lease of a lane, which its owner keeps until somebody takes the lane.
func (s *Store) Expire(number analytics.Lane) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lanes[number-1].expired = true
}

// UpdateShared implements [analytics.Store].
func (s *Store) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.shared.UpdateShared(ctx, fn)
}
