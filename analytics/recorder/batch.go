package recorder

import (
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// batch has the hits of one flush.
type batch struct {
	hits  []queuedHit
	draws []routing.Draw // of all hits
	texts texts          // of all hits
	gaps  []clicklog.Gap
	// done is closed when the batch is durable, or was given up with err.
	done chan struct{}
	err  error
	// late is closed when the first hit has waited for maxWait. One timer for
	// all hits costs less than one for each.
	late  chan struct{}
	timer *time.Timer // closes late
}

func newBatch() *batch {
	return &batch{done: make(chan struct{}), late: make(chan struct{})}
}

// empty reports whether there is nothing to write.
func (b *batch) empty() bool { return len(b.hits) == 0 && len(b.gaps) == 0 }

// isFinished reports whether the batch is durable or was given up.
func (b *batch) isFinished() bool {
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

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

// outcome returns the batch's error if it is finished, else ErrLate.
func (b *batch) outcome(late error) error {
	select {
	case <-b.done:
		return b.err
	default:
		return fmt.Errorf("%w: %w", analytics.ErrLate, late)
	}
}

// newBatchIn returns a batch in the memory of a batch that is finished.
func newBatchIn(spare *batch) *batch {
	b := newBatch()
	b.hits, b.draws, b.texts = spare.hits[:0], spare.draws[:0], spare.texts.reused()
	return b
}

// add appends a hit and copies its texts.
func (b *batch) add(hit *queuedHit, draws []routing.Draw) {
	if len(draws) > 0 {
		hit.firstDraw, hit.draws = uint32(len(b.draws)), uint32(len(draws))
		b.draws = append(b.draws, draws...)
	}
	if b.timer == nil {
		b.timer = time.AfterFunc(maxWait, func() { close(b.late) })
	}
	hit.keep(&b.texts)
	b.hits = append(b.hits, *hit)
}
