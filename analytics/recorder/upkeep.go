package recorder

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// task is work for the recorder's goroutine between two flushes.
type task struct {
	run  func(context.Context) error
	done chan error
}

// taskPause is the pause between two tasks of a job. In it the disk is free for the
// log.
const taskPause = 5 * time.Millisecond

// upkeep runs fn while no other upkeep runs, which is an audit, a rebuild, an erasure, a
// removal of old clicks, or a part of adding up or packing days. It first finishes
// interrupted erasures, because their clicks are still in the log but not in the rollups.
// The context of fn ends when the lane is lost; then the error wraps [analytics.ErrLeaseLost].
// So it does if ctx is that of a job which began in another lane.
func (r *Recorder) upkeep(ctx context.Context, fn func(context.Context) error) error {
	select {
	case r.tending <- struct{}{}:
		defer func() { <-r.tending }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := checkJob(ctx); err != nil {
		return err
	}
	return r.tenure.Load().during(ctx, func(ctx context.Context) error {
		if err := r.finishAll(ctx); err != nil {
			return err
		}
		return fn(ctx)
	})
}

// finishAll finishes interrupted erasures. Damage does not stop it, so that a rebuild can
// mend that; the next upkeep tries again.
func (r *Recorder) finishAll(ctx context.Context) error {
	for _, finish := range []func(context.Context) (damage, err error){r.finishErasures, r.finishBlanking} {
		damage, err := finish(ctx)
		if damage != nil {
			r.opts.Logger.Error("analytics: an erasure is not finished", "error", damage)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// interject runs fn on the recorder's goroutine between two flushes. fn must be short, because
// flushes wait for it.
func (r *Recorder) interject(ctx context.Context, fn func(context.Context) error) error {
	t := task{run: fn, done: make(chan error, 1)}
	select {
	case r.tasks <- t:
	case <-r.stopped:
		return analytics.ErrClosed
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return <-t.done
}

// between is interject with a pause afterwards, for what writes.
func (r *Recorder) between(ctx context.Context, fn func(context.Context) error) error {
	if err := r.interject(ctx, fn); err != nil {
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
