package recorder_test

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/analytics"
)

var errBroken = errors.New("the disk is gone")

// shaky is a store whose transactions fail when they are told to.
type shaky struct {
	analytics.Store
	broken atomic.Bool
	// fate decides about each update; nil lets all pass.
	fate atomic.Pointer[func() fate]
}

// fate is what becomes of an update.
type fate int

const (
	passes    fate = iota
	neverRuns      // fails before anything is done
	rollsBack      // is undone when all is done
	liesAbout      // is committed and reported as failed
	numFates
)

// decide lets fn decide about each update.
func (s *shaky) decide(fn func() fate) { s.fate.Store(&fn) }

// LeaseLane implements [analytics.Store].
func (s *shaky) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	return leasing{s.Store, s.update}.LeaseLane(ctx, lane, owner)
}

// UpdateShared implements [analytics.Store].
func (s *shaky) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.update(ctx, fn, s.Store.UpdateShared)
}

// update is what becomes of an update.
func (s *shaky) update(ctx context.Context, fn func(analytics.Tx) error, next update) error {
	if s.broken.Load() {
		return errBroken
	}
	what := passes
	if decide := s.fate.Load(); decide != nil {
		what = (*decide)()
	}
	switch what {
	case neverRuns:
		return errBroken
	case rollsBack:
		return next(ctx, func(tx analytics.Tx) error {
			if err := fn(tx); err != nil {
				return err
			}
			return errBroken
		})
	case liesAbout:
		if err := next(ctx, fn); err != nil {
			return err
		}
		return errBroken
	}
	return next(ctx, fn)
}
