package analytics_test

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

// UpdateClicks implements [analytics.Store].
func (s *shaky) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
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
		return s.Store.UpdateClicks(ctx, func(tx analytics.Tx) error {
			if err := fn(tx); err != nil {
				return err
			}
			return errBroken
		})
	case liesAbout:
		if err := s.Store.UpdateClicks(ctx, fn); err != nil {
			return err
		}
		return errBroken
	}
	return s.Store.UpdateClicks(ctx, fn)
}
