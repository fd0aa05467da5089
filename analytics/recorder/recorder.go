package recorder

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// Recorder writes clicks to the log of a lane of a [analytics.Store], folds them into rollups
// and answers questions about both. It has the lane for itself until it is closed.
//
// All methods are safe for concurrent use.
type Recorder struct {
	opts    analytics.Options
	lease   analytics.Lease
	log     wire.LaneReader // of its lane
	periods clicklog.KeyPeriods
	queue   *queue
	imports chan *batch   // from Import
	stop    chan struct{} // closed by Close
	stopped chan struct{} // closed when the goroutine has ended
	cancel  context.CancelCauseFunc
	once    sync.Once
	err     error         // what Close returns, once stopped
	late    atomic.Uint64 // answers that did not wait for their click any longer
	held    atomic.Bool   // nothing is folded, because a rebuild writes
	tasks   chan task
	tending chan struct{} // holds a token while there is upkeep
	tended  chan struct{} // closed when the recorder's own upkeep has ended
	// stopTending ends it; nil when there was none.
	stopTending context.CancelFunc
	// unfinished says that clicks may be left that were to go.
	unfinished bool

	// The goroutine's own.
	builder  builder
	folder   rollup.Folder
	pace     yielder
	spare    batch     // its memory is used again
	imported *batch    // to be written next
	flushed  time.Time // when the last flush began
	nextFold time.Time
	turn     int // the slice whose turn it is to be folded
	given    int // clicks that were given up
	crowd    int // hits that were waiting when the last commit ended

	mu      sync.Mutex               // guards what follows
	readers map[*openReader]struct{} // of clicks and figures, that go on
	// Only the goroutine changes these.
	heads   clicklog.Heads
	pending clicklog.Pending
	block   uint64 // the newest in the log
	marks   clicklog.Marks
	metrics analytics.Metrics
	waiting chan struct{} // closed with the next block; nil when nobody follows
}

// Open takes a lane of a store, reads where its log ends and starts a recorder.
// [Recorder.Close] stops it and gives the lane back. A nil opts means the
// defaults. A nil store and options out of range are a *[routing.FieldError]. The
// error wraps [analytics.ErrLeased] when another recorder has the store's only
// lane.
func Open(ctx context.Context, store analytics.Store, opts *analytics.Options) (*Recorder, error) {
	r, err := newRecorder(ctx, store, opts)
	if err != nil {
		return nil, err
	}
	r.start()
	return r, nil
}

// newRecorder returns a recorder that has read what it needs.
func newRecorder(ctx context.Context, store analytics.Store, opts *analytics.Options) (*Recorder, error) {
	o, err := withDefaults(opts)
	if store == nil {
		err = &routing.FieldError{Field: "store", Reason: "is required"}
	}
	if err != nil {
		return nil, fmt.Errorf("analytics: %w", err)
	}
	r := &Recorder{
		opts:    o,
		queue:   newQueue(o.QueueSize, o.Clock),
		imports: make(chan *batch),
		stop:    make(chan struct{}),
		stopped: make(chan struct{}),
		tasks:   make(chan task),
		tending: make(chan struct{}, 1),
		tended:  make(chan struct{}),
		readers: make(map[*openReader]struct{}),
	}
	if r.lease, err = store.LeaseLane(ctx, 0, laneOwner()); err != nil {
		return nil, fmt.Errorf("analytics: opening the click log: %w", err)
	}
	r.log = wire.LaneReader{Store: store, Lane: r.lease.Lane()}
	if err := store.ViewClicks(ctx, r.load); err != nil {
		return nil, errors.Join(fmt.Errorf("analytics: opening the click log: %w", err), r.release(ctx))
	}
	r.folder.Limit, r.metrics.Words = foldLimit, len(r.builder.words.List)
	r.builder.opts, r.builder.store, r.builder.heads, r.builder.pace, r.builder.policy = &r.opts, store, &r.heads, &r.pace, o.Addresses
	return r, nil
}

// start starts the recorder's goroutine. It is not tied to the context that the
// recorder was opened with.
func (r *Recorder) start() {
	ctx, cancel := context.WithCancelCause(context.Background())
	r.cancel = cancel
	go r.run(ctx)
	if r.opts.Retention == 0 && !r.unfinished {
		close(r.tended)
		return
	}
	ctx, r.stopTending = context.WithCancel(ctx)
	go r.tend(ctx)
}

// Record takes a hit and copies what it keeps of it; the visit is the caller's
// again. In batched mode it returns at once, in sync mode when the click is on
// disk. It waits at most 250 ms, or until ctx ends: for room in a full queue, after which the hit is lost
// ([analytics.ErrLost]), or for the disk, after which the click is still being written
// ([analytics.ErrLate]). A hit that does not fit its plan is a *[routing.FieldError].
func (r *Recorder) Record(ctx context.Context, hit analytics.Hit) error {
	if err := checkHit(&hit); err != nil {
		return fmt.Errorf("analytics: hit: %w", err)
	}
	w := queuedHitOf(&hit)
	b := r.queue.put(&w, hit.Draws)
	if b == nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, maxWait) // for room and disk together
		defer cancel()
		var err error
		if b, err = r.queue.wait(ctx, &w, hit.Draws); err != nil {
			return err
		}
	}
	if !r.opts.Sync {
		return nil
	}
	err := b.await(ctx)
	if errors.Is(err, analytics.ErrLate) {
		r.late.Add(1)
	}
	return err
}

// Flush returns when everything that was recorded before the call is on disk,
// or with [analytics.ErrLate] when ctx has ended.
func (r *Recorder) Flush(ctx context.Context) error {
	b := r.queue.newest()
	if b == nil {
		return nil
	}
	signal(r.queue.urgent)
	return b.wait(ctx)
}

// Close refuses further hits, writes those it has, folds everything, gives the lane
// back and stops. When ctx ends before, it gives up what is not written: those
// clicks are lost.
// It waits for a transaction that has begun. Further calls wait for the first
// and return the same.
func (r *Recorder) Close(ctx context.Context) error {
	r.once.Do(func() {
		r.queue.close()
		close(r.stop)
		if r.stopTending != nil {
			r.stopTending()
		}
	})
	select {
	case <-r.stopped:
	case <-ctx.Done():
		r.cancel(context.Cause(ctx))
		<-r.stopped
	}
	<-r.tended
	r.cancel(nil)
	return r.err
}
