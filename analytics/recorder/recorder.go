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
	"github.com/linkpack/linkpack-go/analytics/internal/timeline"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// Recorder records clicks in a lane of an [analytics.Store], and answers questions about
// them. No other recorder can use the lane until it is closed.
//
// All methods are safe for concurrent use.
type Recorder struct {
	opts    analytics.Options
	store   analytics.Store
	lease   analytics.Lease
	*lane   // its own, which only its goroutine changes, while it holds upkeep off
	mirrors mirrors
	// unpacked is what packs rows. lease and log show these where they were.
	unpacked unpacked
	periods  clicklog.KeyPeriods
	queue    *queue
	imports  chan *batch   // from Import
	stop     chan struct{} // closed by Close
	stopped  chan struct{} // closed when the goroutine has ended
	cancel   context.CancelCauseFunc
	once     sync.Once
	err      error                  // what Close returns, once stopped
	late     atomic.Uint64          // calls of Record and Convert that returned ErrLate
	held     atomic.Bool            // a rebuild has stopped folding
	tenure   atomic.Pointer[tenure] // below lease; it is changed like lane
	tasks    chan task
	tending  chan struct{} // holds a token while upkeep runs
	// serving holds a token while the recorder does what was asked of its lane's owner.
	serving chan struct{}
	jobs    sync.WaitGroup // the recorder's own upkeep, and serving
	// shared says that other processes can have lanes of the store.
	shared bool
	// pageClicks is [tally.Tally.PageClicks] if it is not 0.
	pageClicks int
	// endJobs ends the jobs; nil if there are none.
	endJobs context.CancelFunc
	// unfinished says that a removal or an erasure may be unfinished.
	unfinished  bool
	conversions conversions // that may not be on disk yet
	erasing     erasing     // visitors whose clicks are being blanked
	salvage     salvage     // what Open found damaged
	damaged     atomic.Bool // some rollups or sums are damaged
	nextMend    time.Time   // not before
	// sumsSeen is touched as of the last tendSums, and sumsBusy how often in a row it
	// left open sums open. Only tendSums uses them.
	sumsSeen uint64
	sumsBusy int

	// Only the recorder's goroutine uses these.
	builder  builder
	folder   rollup.Folder
	pace     yielder
	spare    batch     // memory for the next batch
	imported *batch    // to be written next
	flushed  time.Time // when the last flush began
	nextFold time.Time
	turn     int // the slice to fold next
	// eventLimits are the default, or less in tests.
	eventLimits timeline.Limits
	// maxPending is the constant, or less in tests.
	maxPending int
	hurryFrom  time.Time // when a fold has failed, the time of the next try
	given      int       // clicks that were given up
	crowd      int       // hits that were waiting when the last commit ended
	// touched counts the changes of rollups of days before horizon.
	touched uint64
	horizon uint32
	opened  map[wire.SumKey]struct{} // sums that are known to be open
	sums    rollup.Reopener          // of the transaction

	own     atomic.Pointer[lane] // lane, for everybody else
	metrics metrics
}

// Open leases a lane of a store, reads the end of its log and starts a recorder. It
// must be closed with [Recorder.Close]. A nil opts means the defaults. A nil store and
// options out of range are a *[routing.FieldError]. The error wraps
// [analytics.ErrLeased] if another recorder has the store's only lane.
//
// A damaged row does not prevent Open. What Open needs of it is derived from other rows
// and stored again, which may take as long as reading the log. What cannot be derived
// is left out: pending clicks of a damaged row are not counted, and visitors are hashed
// with a new key. The log says so, and [Recorder.Audit] reports the clicks.
func Open(ctx context.Context, store analytics.Store, opts *analytics.Options) (*Recorder, error) {
	r, err := newRecorder(ctx, store, opts, anyLane)
	if err != nil {
		return nil, err
	}
	r.start()
	return r, nil
}

// newRecorder returns a recorder of a lane that is not started yet.
func newRecorder(ctx context.Context, store analytics.Store, opts *analytics.Options, lane analytics.Lane) (*Recorder, error) {
	o, err := withDefaults(opts)
	if store == nil {
		err = &routing.FieldError{Field: "store", Reason: "is required"}
	}
	if err != nil {
		return nil, fmt.Errorf("analytics: %w", err)
	}
	r := emptyRecorder(o)
	r.store = store
	if err := r.leaseLane(ctx, store, lane); err != nil {
		return nil, fmt.Errorf("analytics: opening the click log: %w", err)
	}
	err = r.log.Store.ViewClicks(ctx, r.load)
	if err == nil {
		err = r.mend(ctx, store)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("analytics: opening the click log: %w", err), r.release(ctx))
	}
	r.folder.Limit, r.metrics.values.Words = foldLimit, len(r.builder.words.List)
	r.own.Store(r.lane)
	r.builder.opts, r.builder.store, r.builder.heads, r.builder.pace, r.builder.policy = &r.opts, store, &r.heads, &r.pace, o.Addresses
	r.builder.dropAgents = o.DropUserAgents
	return r, nil
}

// emptyRecorder returns a recorder without a store.
func emptyRecorder(o analytics.Options) *Recorder {
	return &Recorder{
		maxPending:  maxPending,
		eventLimits: timeline.DefaultLimits(),
		opts:        o,
		lane:        newLane(),
		mirrors:     newMirrors(),
		queue:       newQueue(o.QueueSize, o.Clock),
		imports:     make(chan *batch),
		stop:        make(chan struct{}),
		stopped:     make(chan struct{}),
		tasks:       make(chan task),
		tending:     make(chan struct{}, 1),
		serving:     make(chan struct{}, 1),
		opened:      make(map[wire.SumKey]struct{}),
	}
}

// start starts the recorder's goroutines. They do not end with the context of Open.
func (r *Recorder) start() {
	ctx := r.startWriting()
	ctx, r.endJobs = context.WithCancel(ctx)
	r.jobs.Go(func() { r.tend(ctx) })
	if r.shared {
		r.jobs.Go(func() { r.serve(ctx) })
		r.jobs.Go(func() { r.care(ctx) })
	}
}

// startWriting starts the goroutine that writes. It returns its context.
func (r *Recorder) startWriting() (ctx context.Context) {
	ctx, r.cancel = context.WithCancelCause(context.Background())
	go r.run(ctx)
	return ctx
}

// Record records a hit. It copies what it keeps, so the caller may change the visit
// afterwards. In batched mode it returns at once, in sync mode when the click is on
// disk.
//
// Record waits at most 250 ms, or until ctx ends. If the queue is full for so long,
// the hit is lost and the error wraps [analytics.ErrLost]. If the click is not on disk
// by then, the recorder continues to write it and the error wraps [analytics.ErrLate].
// A hit that does not fit its plan is a *[routing.FieldError].
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
	return r.acknowledge(ctx, b)
}

// acknowledge waits until a batch is on disk, in sync mode.
func (r *Recorder) acknowledge(ctx context.Context, b *batch) error {
	if !r.opts.Sync {
		return nil
	}
	err := b.await(ctx)
	if errors.Is(err, analytics.ErrLate) {
		r.late.Add(1)
	}
	return err
}

// Flush waits until everything that was recorded before the call is on disk. If ctx
// ends before, the error wraps [analytics.ErrLate].
func (r *Recorder) Flush(ctx context.Context) error {
	b := r.queue.newest()
	if b == nil {
		return nil
	}
	signal(r.queue.urgent)
	return b.wait(ctx)
}

// Close stops the recorder: it refuses further hits, writes those it has, folds
// everything and releases the lane. If ctx ends before, clicks that are not written
// are lost; Close still waits for a transaction that has begun. Further calls wait for
// the first and return the same error.
func (r *Recorder) Close(ctx context.Context) error {
	r.once.Do(func() {
		r.queue.close()
		close(r.stop)
		if r.endJobs != nil {
			r.endJobs()
		}
	})
	select {
	case <-r.stopped:
	case <-ctx.Done():
		r.cancel(context.Cause(ctx))
		<-r.stopped
	}
	r.jobs.Wait()
	r.cancel(nil)
	return r.err
}
