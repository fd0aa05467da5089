package recorder

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
	"github.com/linkpack/linkpack-go/analytics/internal/timeline"
)

// OpenFoldingInParts opens a recorder that interrupts its folds after each link, and
// filtered statistics after each block.
func OpenFoldingInParts(ctx context.Context, store analytics.Store, opts *analytics.Options) (*Recorder, error) {
	r, err := newRecorder(ctx, store, opts)
	if err == nil {
		r.folder.Limit, r.pageClicks = 1, 1
		r.start()
	}
	return r, err
}

// OpenWithFewPending opens a recorder in which imports wait from n pending clicks on. If
// it is held, it folds nothing until letFold is called.
func OpenWithFewPending(ctx context.Context, store analytics.Store, opts *analytics.Options, n int, held bool) (r *Recorder, letFold func(), err error) {
	r, err = newRecorder(ctx, store, opts)
	if err != nil {
		return nil, nil, err
	}
	r.maxPending = n
	r.held.Store(held)
	r.start()
	return r, func() {
		r.held.Store(false)
		signal(r.queue.urgent)
	}, nil
}

// LimitEvents has events read in small parts.
func LimitEvents(r *Recorder, work, chains, points int) {
	r.eventLimits = timeline.Limits{Work: work, Chains: chains, Points: points}
}

// UpdateLane changes the lane of a recorder behind its back.
func UpdateLane(ctx context.Context, r *Recorder, fn func(analytics.Tx) error) error {
	return r.lease.UpdateClicks(ctx, fn)
}

// Word returns a word that the recorder remembers or reads. The last block must have clicks of
// the link.
func Word(ctx context.Context, r *Recorder, link, generation, ref uint32) (word string, err error) {
	return word, r.log.View(ctx, func(tx analytics.Tx) error {
		end, err := clicklog.LoadPosition(tx)
		if err != nil {
			return err
		}
		chain := clicklog.NewLinkChain(tx, nil)
		chain.Scan(r.words)
		groups, _, err := chain.Groups(link, end.Block)
		if err != nil {
			return err
		}
		word, err = groups[0].Chunk.Loader.Word(generation, ref)
		return err
	})
}

// AuditInWindows audits everything with a bound of the memory of a window.
func AuditInWindows(ctx context.Context, r *Recorder, limit int) (*analytics.Audit, error) {
	a := &recount.Auditor{Audit: new(analytics.Audit)}
	return a.Audit, r.upkeep(ctx, func() error {
		c, err := newRecount(ctx, r.log, &analytics.Selection{}, a)
		if err != nil {
			return err
		}
		c.Limit = limit
		return c.Run(ctx, func(tx analytics.Tx) error { return a.Compare(tx, c, nil) }, func() error { return nil })
	})
}

// LaneOf returns the lane of a recorder.
func LaneOf(r *Recorder) analytics.Lane { return r.log.Lane }

// CloseDays has all sums made that can be.
func CloseDays(ctx context.Context, r *Recorder) error { return r.closeDays(ctx, false) }

// Tend has all sums made and all rows packed that can be.
func Tend(ctx context.Context, r *Recorder) error {
	if err := CloseDays(ctx, r); err != nil {
		return err
	}
	return r.packDays(ctx, packed.DefaultLimits())
}

// PackDays has all sums made that can be, and all rows packed that can be, in small packs.
func PackDays(ctx context.Context, r *Recorder) error {
	if err := CloseDays(ctx, r); err != nil {
		return err
	}
	return r.packDays(ctx, packed.Limits{Work: 4000, Size: 400, Blocks: 1})
}
