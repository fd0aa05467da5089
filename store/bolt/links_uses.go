package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"github.com/linkpack/linkpack-go/linkpack"
)

// use is a visit that waits until its use of a link is on disk.
type use struct {
	number, max uint32
	uses        uint32
	err         error
	done        chan struct{}
}

// useQueue holds the uses that the next transaction writes. The first one in an
// empty queue starts that transaction. Uses that come while it waits for its turn
// join it, so many visits share one write to the disk.
type useQueue struct {
	mu      sync.Mutex
	waiting []*use
}

// add appends u and reports whether it is the first.
func (q *useQueue) add(u *use) (first bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, u)
	return len(q.waiting) == 1
}

// remove removes u and reports whether it was still waiting.
func (q *useQueue) remove(u *use) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, u)
	if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	return i >= 0
}

// take empties the queue and returns what it had.
func (q *useQueue) take() []*use {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.waiting
	q.waiting = nil
	return taken
}

// UseLink implements [linkpack.Links].
func (s *store) UseLink(ctx context.Context, number, limit uint32) (uint32, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	u := &use{number: number, max: limit, done: make(chan struct{})}
	if s.uses.add(u) {
		go s.writeUses()
	}
	select {
	case <-u.done:
	case <-ctx.Done():
		if s.uses.remove(u) {
			return 0, ctx.Err()
		}
		<-u.done // too late to give up
	}
	return u.uses, u.err
}

// writeUses writes all uses that are waiting when its transaction begins.
func (s *store) writeUses() {
	var batch []*use
	err := s.update(context.Background(), func(tx *tx) error {
		batch = s.uses.take()
		for _, u := range batch {
			if err := u.count(tx.table(bucketUses)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && batch == nil {
		batch = s.uses.take() // the transaction could not begin
	}
	for _, u := range batch {
		if err != nil {
			u.uses, u.err = 0, err
		}
		close(u.done)
	}
}

// count counts the use, or sets u.err when there is none left or the row is
// damaged. Its error is one of the transaction, so that a damaged row costs no
// other link its uses.
func (u *use) count(uses table) error {
	if u.uses, u.err = usesOf(uses, u.number); u.err != nil {
		return nil
	}
	if u.uses >= u.max {
		u.err = fmt.Errorf("link number %d is used up: %w", u.number, linkpack.ErrGone)
		return nil
	}
	u.uses++
	return uses.put(numberKey(u.number), binary.BigEndian.AppendUint32(nil, u.uses))
}

// LinkUses implements [linkpack.Links].
func (s *store) LinkUses(ctx context.Context, number uint32) (n uint32, err error) {
	err = s.view(ctx, func(tx *tx) error {
		n, err = usesOf(tx.table(bucketUses), number)
		return err
	})
	return n, err
}

func usesOf(uses table, number uint32) (uint32, error) {
	value, err := uses.get(numberKey(number))
	switch {
	case err != nil || value == nil:
		return 0, err
	case len(value) != 4:
		return 0, fmt.Errorf("%w: the uses of link number %d have %d bytes", ErrCorrupt, number, len(value))
	}
	return binary.BigEndian.Uint32(value), nil
}
