package recorder

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// task is something that the recorder's goroutine does between two flushes.
type task struct {
	run  func(context.Context) error
	done chan error
}

// taskPause is how long the log has the disk for itself between two tasks of
// one job.
const taskPause = 5 * time.Millisecond

// upkeep runs fn while no other upkeep goes on, which may be an audit, a
// rebuild, an erasure or what retention removes. First it finishes erasures that
// were interrupted: the log has clicks of theirs that no rollup counts.
func (r *Recorder) upkeep(ctx context.Context, fn func() error) error {
	select {
	case r.tending <- struct{}{}:
		defer func() { <-r.tending }()
		if err := r.finishErasures(ctx); err != nil {
			return err
		}
		return fn()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// between has the goroutine run fn between two flushes, and then leaves the log
// a pause. fn must be short: a flush waits for it.
func (r *Recorder) between(ctx context.Context, fn func(context.Context) error) error {
	t := task{run: fn, done: make(chan error, 1)}
	select {
	case r.tasks <- t:
	case <-r.stopped:
		return analytics.ErrClosed
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := <-t.done; err != nil {
		return err
	}
	select {
	case <-time.After(taskPause):
	case <-r.stop:
	case <-ctx.Done():
	}
	return nil
}

// update runs fn in a transaction between two flushes.
func (r *Recorder) update(ctx context.Context, fn func(analytics.Tx) error) error {
	return r.between(ctx, func(ctx context.Context) error { return r.lease.UpdateClicks(ctx, fn) })
}
