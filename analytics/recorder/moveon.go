package recorder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// leaveLane moves on with a block that may have been written to the lane, which was lost.
// It reports whether it was; otherwise the block, which may be nil, has to be built anew.
func (r *Recorder) leaveLane(ctx context.Context, bl *block) (written bool, err error) {
	if bl != nil {
		err = r.insist(ctx, nil, func() (err error) {
			written, err = r.wasWritten(ctx, bl)
			return err
		})
	}
	if written {
		r.count(bl, noSlice, &measured{}, 0)
		r.reportLost(bl.gaps)
		r.setEnd(bl.number)
	}
	if err == nil {
		err = r.moveOn(ctx, nil)
	}
	if written {
		return true, nil // even if ctx has ended
	}
	return false, err
}

// setEnd notes that the lane has a block, which nobody reads with this lease.
func (r *Recorder) setEnd(block uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.block = block
}

// moveOn leases another lane, or the same again, in place of one that was lost. It tries
// until that succeeds, ctx ends, or stop is closed.
func (r *Recorder) moveOn(ctx context.Context, stop <-chan struct{}) error {
	if err := r.stopUpkeep(ctx); err != nil {
		return err
	}
	defer func() { <-r.tending }()
	return r.insist(ctx, stop, func() error {
		fresh, err := newRecorder(ctx, r.store, &r.opts, anyLane)
		if err == nil {
			r.take(ctx, fresh)
		}
		return err
	})
}

// insist calls fn until it succeeds, ctx ends, or stop is closed.
func (r *Recorder) insist(ctx context.Context, stop <-chan struct{}, fn func() error) error {
	for backoff := minBackoff; ; backoff = min(2*backoff, maxBackoff) {
		err := fn()
		if err == nil {
			return nil
		}
		waiting, _ := r.queue.length()
		r.failed(err, waiting)
		select {
		case <-time.After(backoff):
		case <-stop:
			return err
		case <-ctx.Done():
			return errors.Join(err, context.Cause(ctx))
		}
	}
}

// stopUpkeep waits until no upkeep runs, and keeps it from beginning. What upkeep wants of
// the recorder's goroutine meanwhile fails, as the lane is lost.
func (r *Recorder) stopUpkeep(ctx context.Context) error {
	for {
		select {
		case r.tending <- struct{}{}:
			return nil
		case t := <-r.tasks:
			t.done <- r.tenure.Load().lost()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// take goes on in the lane of a recorder that has not been started. No upkeep runs.
func (r *Recorder) take(ctx context.Context, fresh *Recorder) {
	former, left := r.tenure.Swap(fresh.tenure.Load()), r.lane
	r.lease, r.unpacked, r.lane = fresh.lease, fresh.unpacked, fresh.lane
	r.folder, r.salvage, r.opened, r.sums = fresh.folder, fresh.salvage, fresh.opened, fresh.sums
	r.builder, r.spare = fresh.builder, batch{}
	r.builder.opts, r.builder.pace = &r.opts, &r.pace
	r.own.Store(r.lane)
	left.leave()
	r.metrics.change(func(m *analytics.Metrics) { m.LanesLost++ })
	r.opts.Logger.Warn("analytics: the lease of a lane was lost", slog.Any("lost", former.Lane()), slog.Any("goes on in", r.lease.Lane()))
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTime)
	defer cancel()
	_ = former.Release(ctx) // it has ended; the store only forgets it
}

// leave wakes those who wait for the next block, and has open readers begin again.
func (l *lane) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.left = true
	if l.waiting != nil {
		close(l.waiting)
		l.waiting = nil
	}
	for rd := range l.readers {
		rd.note(rd.links, l.block)
	}
}

// errForgotten says that the lane does not know any more which lease wrote a block.
var errForgotten = errors.New("it is not known whether the lost lane has the last clicks, so they may count twice")

// wasWritten reports whether a block is in the lane, which was lost. The lane says behind
// which block a later lease began.
func (r *Recorder) wasWritten(ctx context.Context, bl *block) (written bool, err error) {
	var end clicklog.Position
	var epochs clicklog.Epochs
	err = r.log.View(ctx, func(tx analytics.Tx) (err error) {
		if end, err = clicklog.LoadPosition(tx); err == nil {
			epochs, err = clicklog.LoadEpochs(tx)
		}
		return err
	})
	if err != nil && !wire.IsDamage(err) {
		return false, err
	}
	last, known := end.Block, err == nil && end.Epoch <= r.lease.Epoch()
	if !known && err == nil {
		last, known = epochs.EndOf(r.lease.Epoch())
	}
	if !known {
		r.failed(errForgotten, bl.clicks)
	}
	return known && bl.number <= last, nil
}
