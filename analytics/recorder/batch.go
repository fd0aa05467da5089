package recorder

import (
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// batch is the hits between two swaps.
type batch struct {
	hits  []queuedHit
	draws []routing.Draw // of all hits
	gaps  []clicklog.Gap
	// done is closed when the batch is durable, or was given up with err.
	done chan struct{}
	err  error
	// late is closed when the hits have waited long enough. One timer for all
	// of them costs less than one each, and the first is the one to be on time.
	late  chan struct{}
	timer *time.Timer // closes late
}

func newBatch() *batch {
	return &batch{done: make(chan struct{}), late: make(chan struct{})}
}

// empty reports whether there is nothing to write.
func (b *batch) empty() bool { return len(b.hits) == 0 && len(b.gaps) == 0 }

// await waits until the batch is finished or late.
func (b *batch) await(ctx context.Context) error {
	select {
	case <-b.done:
		return b.err
	case <-b.late:
		return b.outcome(context.DeadlineExceeded)
	case <-ctx.Done():
		return b.outcome(context.Cause(ctx))
	}
}

// wait waits until the batch is finished.
func (b *batch) wait(ctx context.Context) error {
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return b.outcome(context.Cause(ctx))
	}
}

// outcome is how the batch ended, also when it was late as well.
func (b *batch) outcome(late error) error {
	select {
	case <-b.done:
		return b.err
	default:
		return fmt.Errorf("%w: %w", analytics.ErrLate, late)
	}
}

// add appends a hit.
func (b *batch) add(hit *queuedHit, draws []routing.Draw) {
	if len(draws) > 0 {
		hit.firstDraw, hit.draws = uint32(len(b.draws)), uint32(len(draws))
		b.draws = append(b.draws, draws...)
	}
	if b.timer == nil {
		b.timer = time.AfterFunc(maxWait, func() { close(b.late) })
	}
	b.hits = append(b.hits, *hit)
}
