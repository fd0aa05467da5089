package recorder

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

const (
	// flushEvery is the interval of flushes in batched mode. If a flush takes up to
	// 30 ms, clicks are on disk within 100 ms, even if they wait for another flush.
	flushEvery = 40 * time.Millisecond
	// foldCycle is the time in which every slice has its turn. A longer one writes the
	// rollups of a busy link less often, but keeps more clicks in memory.
	foldCycle = 10 * time.Second
	foldEvery = foldCycle / clicklog.NumSlices
	// gatherTime is how long sync mode waits for more hits before a commit.
	gatherTime = 500 * time.Microsecond
	// maxPending is the number of pending clicks from which on imports wait, and slices
	// are folded without a pause. Live hits do not wait: a request takes many times as
	// long as the fold of its click, so that folding catches up.
	maxPending = 1 << 19
	// Retries after a failed commit wait this long.
	minBackoff = 10 * time.Millisecond
	maxBackoff = time.Second
)

// run is the recorder's goroutine.
func (r *Recorder) run(ctx context.Context) {
	defer close(r.stopped)
	for r.err == nil && r.await(ctx) {
		r.err = r.step(ctx)
		if r.err == nil && r.tenure.Load().isLost() {
			_ = r.moveOn(ctx, r.stop) // if that fails, the recorder is being closed
		}
	}
	if r.err == nil {
		r.err = r.finish(ctx)
	}
	if b := r.queue.end(); b != nil {
		r.queue.finish(b, r.err)
		r.given += len(b.hits)
	}
	if r.given > 0 {
		r.err = fmt.Errorf("analytics: %d clicks were not written: %w", r.given, r.err)
	}
	r.err = errors.Join(r.err, r.release(ctx))
}

// await waits until there is something to do. It returns false when the recorder is
// closed.
func (r *Recorder) await(ctx context.Context) bool {
	var fold <-chan time.Time
	if r.pending.Clicks > 0 && !r.held.Load() {
		timer := time.NewTimer(r.untilFold())
		defer timer.Stop()
		fold = timer.C
	}
	imports := r.imports
	if r.pending.Clicks >= r.maxPending {
		imports = nil // they wait until folding has caught up
	}
	select {
	case <-r.queue.arrived:
		return r.gather()
	case <-r.queue.urgent:
		return true
	case t := <-r.tasks:
		t.done <- t.run(ctx)
		return true
	case r.imported = <-imports:
		return true
	case <-fold:
		return true
	case <-r.stop:
		return false
	}
}

// gather lets a batch grow. In batched mode it waits until the next flush is due. In
// sync mode a request waits for every hit. There it waits until there are three quarters
// as many hits as at the end of the last commit: a commit costs little more for many. It
// does not wait if folding has to catch up, since hits never wait for that.
func (r *Recorder) gather() bool {
	if r.hurries(time.Now()) {
		return true // each step also folds a slice
	}
	patience := time.Until(r.flushed.Add(flushEvery))
	if r.opts.Sync {
		if r.queue.want(r.crowd * 3 / 4) {
			return true
		}
		patience = gatherTime
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.queue.enough:
		return true
	case <-r.queue.urgent:
		return true
	case <-r.stop:
		return false
	}
}

// step writes the queued hits and folds a slice if one is due. It fails only if ctx
// has ended.
func (r *Recorder) step(ctx context.Context) error {
	if r.imported != nil {
		return r.writeImport(ctx)
	}
	r.flushed = time.Now()
	r.pace.begin(r.flushed, r.opts.Sync)
	b := r.queue.take(&r.spare)
	slice := r.due()
	if b == nil {
		if slice >= 0 {
			r.foldAlone(ctx, slice)
		}
		return ctx.Err()
	}
	err := r.write(ctx, b, slice)
	waiting, _ := r.queue.length()
	r.crowd = len(b.hits) + waiting
	r.queue.finish(b, err)
	if err != nil {
		r.given += len(b.hits)
		return err
	}
	clear(b.hits)
	r.spare = batch{hits: b.hits, draws: b.draws, texts: b.texts}
	return nil
}

// write writes a batch to the log. It retries until that succeeds or ctx ends. Only
// the first try also folds, so that a failing fold cannot prevent the write. If the lane
// was lost, it writes the batch to another one, unless an earlier try has written it.
func (r *Recorder) write(ctx context.Context, b *batch, slice int) error {
	var bl *block
	again := false
	for backoff := minBackoff; ; backoff = min(2*backoff, maxBackoff) {
		var err error
		if bl == nil {
			bl, err = r.builder.build(ctx, r.block+1, b)
		}
		if err == nil {
			err = r.commit(ctx, bl, slice, again)
			again = true
		}
		if err == nil {
			return nil
		}
		slice = noSlice
		r.failed(err, len(b.hits))
		if r.tenure.Load().isLost() {
			if written, err := r.leaveLane(ctx, bl); written || err != nil {
				return err
			}
			bl, again = nil, false
			continue
		}
		select {
		case <-time.After(backoff):
		case <-ctx.Done():
			return errors.Join(err, context.Cause(ctx))
		}
	}
}

// foldAlone folds a slice without writing a block. If that fails, the slice waits for
// its next turn.
func (r *Recorder) foldAlone(ctx context.Context, slice int) {
	if err := r.commit(ctx, nil, slice, false); err != nil {
		r.failed(err, 0)
	}
}

// hurries reports whether slices are folded without a pause.
func (r *Recorder) hurries(now time.Time) bool {
	return r.pending.Clicks >= r.maxPending && !r.held.Load() && !now.Before(r.hurryFrom)
}

// untilFold returns the time until the next slice has its turn.
func (r *Recorder) untilFold() time.Duration {
	now := time.Now()
	if r.hurries(now) {
		return 0
	}
	return r.nextFold.Sub(now)
}

// finish writes and folds everything.
func (r *Recorder) finish(ctx context.Context) error {
	for r.queue.newest() != nil {
		if err := r.step(ctx); err != nil {
			return err
		}
	}
	for slice := 0; slice < clicklog.NumSlices; {
		if len(r.pending.Slices[slice]) == 0 {
			slice++
			continue
		}
		err := r.commit(ctx, nil, slice, false)
		if r.tenure.Load().isLost() {
			return nil // who has the lane folds
		}
		if err != nil {
			return fmt.Errorf("analytics: all clicks are in the log, but not all in rollups: %w", err)
		}
	}
	return nil
}

// noSlice means that no slice is to be folded.
const noSlice = -1

// due returns the slice to fold now, or noSlice. Each slice has one turn in a cycle. A
// slice without pending clicks is skipped, and a slice that is folded in parts keeps
// its turn until it is done.
func (r *Recorder) due() int {
	if r.held.Load() {
		return noSlice
	}
	now := time.Now()
	if behind := now.Add(-foldCycle); r.nextFold.Before(behind) {
		r.nextFold = behind
	}
	if soon := now.Add(foldEvery); r.nextFold.After(soon) { // after a hurry
		r.nextFold = soon
	}
	hurry := r.hurries(now)
	for turns := 0; turns < clicklog.NumSlices && (hurry || !now.Before(r.nextFold)); turns++ {
		if r.marks[r.turn].Next == 0 || len(r.pending.Slices[r.turn]) == 0 {
			r.turn = (r.turn + 1) % clicklog.NumSlices
		}
		slice := r.turn
		r.nextFold = r.nextFold.Add(foldEvery)
		if len(r.pending.Slices[slice]) > 0 {
			return slice
		}
	}
	return noSlice
}
