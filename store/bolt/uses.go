package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// use is one visitor who waits for a use of a link to be on disk.
type use struct {
	number, max uint32
	uses        uint32
	err         error
	done        chan struct{}
}

// useQueue holds the uses that the next transaction writes. Whoever finds it
// empty starts that transaction; those who come while it waits for its turn go
// with it, so that many visitors share one write to the disk.
type useQueue struct {
	mu      sync.Mutex
	waiting []*use
}

// add says whether u is the first.
func (q *useQueue) add(u *use) (first bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, u)
	return len(q.waiting) == 1
}

// remove says whether u still waited.
func (q *useQueue) remove(u *use) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, u)
	if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	return i >= 0
}

func (q *useQueue) take() []*use {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.waiting
	q.waiting = nil
	return taken
}

// UseLink implements [linkpack.Links].
func (s *Store) UseLink(ctx context.Context, number, limit uint32) (uint32, error) {
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

// writeUses writes all uses that wait when it gets its turn.
func (s *Store) writeUses() {
	var batch []*use
	err := s.update(context.Background(), func(tx *bbolt.Tx) error {
		batch = s.uses.take()
		for _, u := range batch {
			if err := u.count(tx.Bucket(bucketUses)); err != nil {
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

// count raises the number of uses, or finds that there is none left.
func (u *use) count(uses *bbolt.Bucket) (err error) {
	if u.uses, err = usesOf(uses, u.number); err != nil {
		return err
	}
	if u.uses >= u.max {
		u.err = fmt.Errorf("link number %d is used up: %w", u.number, linkpack.ErrGone)
		return nil
	}
	u.uses++
	return uses.Put(numberKey(u.number), binary.BigEndian.AppendUint32(nil, u.uses))
}

// LinkUses implements [linkpack.Links].
func (s *Store) LinkUses(ctx context.Context, number uint32) (n uint32, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		n, err = usesOf(tx.Bucket(bucketUses), number)
		return err
	})
	return n, err
}

func usesOf(uses *bbolt.Bucket, number uint32) (uint32, error) {
	value := uses.Get(numberKey(number))
	switch len(value) {
	case 0:
		return 0, nil
	case 4:
		return binary.BigEndian.Uint32(value), nil
	default:
		return 0, fmt.Errorf("%w: the uses of link number %d have %d bytes", ErrCorrupt, number, len(value))
	}
}
