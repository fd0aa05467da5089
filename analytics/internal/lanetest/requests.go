package lanetest

import (
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// Ask implements [analytics.Store].
func (s *Store) Ask(ctx context.Context, lanes []analytics.Lane, request analytics.Request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range lanes {
		if l := s.lanes[n-1]; !l.wasAsked(request.ID) {
			l.requests = append(l.requests, request)
		}
	}
	return ctx.Err()
}

// Asked implements [analytics.Store].
func (s *Store) Asked(ctx context.Context, lanes []analytics.Lane, id string) (asked []analytics.Lane, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range lanes {
		if s.lanes[n-1].wasAsked(id) {
			asked = append(asked, n)
		}
	}
	return asked, ctx.Err()
}

// wasAsked reports whether the lane has a request.
func (l *lane) wasAsked(id string) bool {
	return slices.ContainsFunc(l.requests, func(q analytics.Request) bool { return q.ID == id })
}

// Fulfil implements [analytics.Lease].
func (l *lease) Fulfil(ctx context.Context, ids ...string) error {
	if _, err := l.Renew(ctx); err != nil {
		return err
	}
	l.store.mu.Lock()
	defer l.store.mu.Unlock()
	l.of.requests = slices.DeleteFunc(l.of.requests, func(q analytics.Request) bool { return slices.Contains(ids, q.ID) })
	return nil
}
