package recorder

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// maxWait is how long a request waits for the recorder at most.
const maxWait = 250 * time.Millisecond

// queue takes hits from many goroutines and passes them on in batches. One batch is
// filled while the other is written.
type queue struct {
	size int
	now  func() time.Time
	// arrived is sent to when the batch gets its first hit or gap, enough when it
	// has the wanted number of hits, urgent when somebody waits for it to be
	// written.
	arrived, enough, urgent chan struct{}

	mu     sync.Mutex
	batch  *batch        // being filled
	taken  *batch        // being written, or nil
	room   chan struct{} // closed when the batch is taken; nil if nobody waits
	wanted int           // number of hits for enough; 0 for none
	closed bool          // refuses hits
	ended  bool          // the last batch was taken
	lost   uint64
}

func newQueue(size int, now func() time.Time) *queue {
	return &queue{
		size:    size,
		now:     now,
		arrived: make(chan struct{}, 1),
		enough:  make(chan struct{}, 1),
		urgent:  make(chan struct{}, 1),
		batch:   newBatch(),
	}
}

// put appends a hit with its draws and returns its batch. It returns nil if the queue
// is full or closed; then call wait.
func (q *queue) put(hit *queuedHit, draws []routing.Draw) *batch {
	q.mu.Lock()
	b := q.batch
	if len(b.hits) >= q.size || q.closed {
		q.mu.Unlock()
		return nil
	}
	b.add(hit, draws)
	first, enough := len(b.hits) == 1, len(b.hits) == q.wanted
	q.mu.Unlock()
	if first {
		signal(q.arrived)
	}
	if enough {
		signal(q.enough)
	}
	return b
}

// want reports whether the batch has n hits. If not, enough is sent to when it has.
func (q *queue) want(n int) (has bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.wanted = n
	select {
	case <-q.enough: // left from another batch
	default:
	}
	return len(q.batch.hits) >= n
}

// wait appends a hit as soon as there is room. If ctx ends before, the hit is lost. A
// lost conversion is not counted as a click.
func (q *queue) wait(ctx context.Context, hit *queuedHit, draws []routing.Draw) (*batch, error) {
	for {
		b, room, err := q.try(hit, draws)
		if b != nil || err != nil {
			return b, err
		}
		if err := q.awaitRoom(ctx, room); err != nil {
			if !hit.isConversion() {
				q.lose(hit.visit.time)
			}
			return nil, err
		}
	}
}

// awaitRoom waits for a channel that try returned.
func (q *queue) awaitRoom(ctx context.Context, room <-chan struct{}) error {
	signal(q.urgent)
	select {
	case <-room:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: the queue is full: %w", analytics.ErrLost, context.Cause(ctx))
	}
}

// try appends a hit. If the queue is full, it returns a channel that is closed when
// there may be room.
func (q *queue) try(hit *queuedHit, draws []routing.Draw) (*batch, <-chan struct{}, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return nil, nil, analytics.ErrClosed
	}
	if len(q.batch.hits) < q.size {
		q.batch.add(hit, draws)
		signal(q.arrived)
		return q.batch, nil, nil
	}
	if q.room == nil {
		q.room = make(chan struct{})
	}
	return nil, q.room, nil
}

// lose counts a lost hit. ms is its time; 0 means now.
func (q *queue) lose(ms int64) {
	if ms == 0 {
		ms = q.now().UnixMilli()
	}
	q.mu.Lock()
	q.lost++
	if !q.ended {
		q.batch.gaps = clicklog.AddLost(q.batch.gaps, ms)
	}
	q.mu.Unlock()
	signal(q.arrived)
}

// take returns the current batch, or nil if it is empty, and begins the next one in
// the memory of spare. The caller must call finish for the batch.
func (q *queue) take(spare *batch) *batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.batch.empty() {
		return nil
	}
	q.taken = q.batch
	q.batch = newBatchIn(spare)
	if q.room != nil {
		close(q.room)
		q.room = nil
	}
	return q.taken
}

// finish ends a batch that was taken: whoever waits for it gets err.
func (q *queue) finish(b *batch, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.taken = nil
	b.err = err
	close(b.done)
	if b.timer != nil {
		b.timer.Stop()
	}
	if err != nil {
		q.lost += uint64(len(b.hits))
	}
}

// newest returns the newest batch that is not finished, or nil if there is none.
func (q *queue) newest() *batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.batch.empty() {
		return q.taken
	}
	return q.batch
}

// close refuses hits from now on.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	if q.room != nil {
		close(q.room)
		q.room = nil
	}
}

// end takes the last batch. Hits lost after it are counted, but are in no batch, since
// nobody would write it.
func (q *queue) end() *batch {
	q.mu.Lock()
	q.ended = true
	q.mu.Unlock()
	return q.take(&batch{})
}

// length returns the number of hits in the batch and the number of lost hits.
func (q *queue) length() (waiting int, lost uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.batch.hits), q.lost
}

// signal sends to c unless c already holds a signal.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
