package analytics

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// maxWait is how long a request waits for the recorder before it is answered.
const maxWait = 250 * time.Millisecond

// queue takes hits from many goroutines and gives them in batches to one: it
// fills one slice while the other is written, and swaps them.
type queue struct {
	size int
	now  func() time.Time
	// arrived is sent to when the batch gets its first hit or gap, urgent when
	// somebody waits for it to be taken.
	arrived, urgent chan struct{}

	mu     sync.Mutex
	batch  *batch        // being filled
	taken  *batch        // being written, or nil
	room   chan struct{} // closed when the batch is taken; nil when nobody waits
	closed bool
	lost   uint64
}

// batch is the hits between two swaps.
type batch struct {
	hits  []waiting
	draws []routing.Draw // of all hits
	gaps  []gap
	// done is closed when the batch is durable, or was given up with err.
	done chan struct{}
	err  error
}

// empty reports whether there is nothing to write.
func (b *batch) empty() bool { return len(b.hits) == 0 && len(b.gaps) == 0 }

// wait waits until the batch is finished.
func (b *batch) wait(ctx context.Context) error {
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", ErrLate, context.Cause(ctx))
	}
}

func newQueue(size int, now func() time.Time) *queue {
	return &queue{
		size:    size,
		now:     now,
		arrived: make(chan struct{}, 1),
		urgent:  make(chan struct{}, 1),
		batch:   &batch{done: make(chan struct{})},
	}
}

// add appends a hit.
func (b *batch) add(hit *waiting, draws []routing.Draw) {
	if len(draws) > 0 {
		hit.firstDraw, hit.draws = uint32(len(b.draws)), uint32(len(draws))
		b.draws = append(b.draws, draws...)
	}
	b.hits = append(b.hits, *hit)
}

// put appends a hit with its draws and returns the batch it is in.
func (q *queue) put(ctx context.Context, hit *waiting, draws []routing.Draw) (*batch, error) {
	q.mu.Lock()
	b := q.batch
	if len(b.hits) >= q.size || q.closed {
		q.mu.Unlock()
		return q.wait(ctx, hit, draws)
	}
	b.add(hit, draws)
	first := len(b.hits) == 1
	q.mu.Unlock()
	if first {
		signal(q.arrived)
	}
	return b, nil
}

// wait tries again whenever the batch was taken, until it takes too long.
func (q *queue) wait(ctx context.Context, hit *waiting, draws []routing.Draw) (*batch, error) {
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	for {
		b, room, err := q.try(hit, draws)
		if b != nil || err != nil {
			return b, err
		}
		signal(q.urgent)
		select {
		case <-room:
		case <-ctx.Done():
			q.lose(hit.visit.time)
			return nil, fmt.Errorf("%w: the queue is full: %w", ErrLost, context.Cause(ctx))
		}
	}
}

// try appends a hit, or returns what is closed when there may be room.
func (q *queue) try(hit *waiting, draws []routing.Draw) (*batch, <-chan struct{}, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return nil, nil, ErrClosed
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

// lose counts a hit that was not taken.
func (q *queue) lose(ms int64) {
	if ms == 0 {
		ms = q.now().UnixMilli()
	}
	q.mu.Lock()
	q.lost++
	q.batch.gaps = addLost(q.batch.gaps, ms)
	q.mu.Unlock()
	signal(q.arrived)
}

// take returns the batch that was filled, or nil when there is nothing in it,
// and begins the next in the memory of spare. It must be finished.
func (q *queue) take(spare *batch) *batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.batch.empty() {
		return nil
	}
	q.taken = q.batch
	q.batch = &batch{hits: spare.hits[:0], draws: spare.draws[:0], done: make(chan struct{})}
	if q.room != nil {
		close(q.room)
		q.room = nil
	}
	return q.taken
}

// finish tells everyone who waits for the batch that was taken what became of
// it.
func (q *queue) finish(b *batch, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.taken = nil
	b.err = err
	close(b.done)
	if err != nil {
		q.lost += uint64(len(b.hits))
	}
}

// newest returns the newest batch that is not finished, or nil.
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

// length returns the number of hits in the batch and of those lost so far.
func (q *queue) length() (waiting int, lost uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.batch.hits), q.lost
}

// signal wakes who waits for c, now or next.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
