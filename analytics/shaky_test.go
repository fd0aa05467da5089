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
	fate func() fate
}

// fate is what becomes of an update.
type fate int

const (
	passes     fate = iota
	neverRuns       // fails before anything is done
	rollsBack       // is undone when all is done
	liesAbout       // is committed and reported as failed
	commitFate      // the number of fates
)

// UpdateClicks implements [analytics.Store].
func (s *shaky) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	if s.broken.Load() {
		return errBroken
	}
	what := passes
	if s.fate != nil {
		what = s.fate()
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
