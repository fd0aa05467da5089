package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/linkpack"
)

// use is a visit that waits until its use of a link is on disk.
type use struct {
	number, max uint32
	uses        uint32
	err         error
	done        chan struct{}
}

// useQueue holds the uses that the next transaction writes. Uses that come while one is
// written wait for the next, so many visits share one write.
type useQueue struct {
	mu      sync.Mutex
	waiting []*use
	writing chan struct{} // closed when nobody writes any more; nil if nobody does
}

// add appends u and reports whether nobody writes.
func (q *useQueue) add(u *use) (first bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, u)
	if first = q.writing == nil; first {
		q.writing = make(chan struct{})
	}
	return first
}

// remove removes u if it is still waiting.
func (q *useQueue) remove(u *use) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if i := slices.Index(q.waiting, u); i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
}

// take empties the queue and returns what it had. If that is nothing, nobody writes.
func (q *useQueue) take() []*use {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.waiting
	q.waiting = nil
	if len(taken) == 0 {
		close(q.writing)
		q.writing = nil
	}
	return taken
}

// wait waits until nobody writes.
func (q *useQueue) wait() {
	q.mu.Lock()
	writing := q.writing
	q.mu.Unlock()
	if writing != nil {
		<-writing
	}
}

// UseLink implements [linkpack.Links].
func (s *store) UseLink(ctx context.Context, number, limit uint32) (uint32, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	u := &use{number: number, max: limit, done: make(chan struct{})}
	if s.uses.add(u) {
		go s.writeUses()
	}
	select {
	case <-u.done:
		return u.uses, u.err
	case <-ctx.Done():
		s.uses.remove(u) // if it is being written, it may be counted
		return 0, ctx.Err()
	}
}

// writeUses writes uses until none is waiting.
func (s *store) writeUses() {
	for batch := s.uses.take(); len(batch) > 0; batch = s.uses.take() {
		groups := groupUses(batch)
		err := s.writeGroups(groups)
		for _, u := range batch {
			if err != nil {
				u.uses, u.err = 0, err
			}
			close(u.done)
		}
	}
}

// groupUses returns the uses with the same number and limit, sorted, so that two
// processes lock rows in the same order.
func groupUses(batch []*use) (groups [][]*use) {
	slices.SortStableFunc(batch, func(a, b *use) int {
		return slices.Compare([]uint32{a.number, a.max}, []uint32{b.number, b.max})
	})
	for _, u := range batch {
		last := len(groups) - 1
		if last < 0 || groups[last][0].number != u.number || groups[last][0].max != u.max {
			groups = append(groups, nil)
			last++
		}
		groups[last] = append(groups[last], u)
	}
	return groups
}

const (
	makeUses = "insert into linkpack_link_uses (number, uses) values ($1, 0) on conflict do nothing"
	addUses  = "with was as (select uses from linkpack_link_uses where number = $1 for update)" +
		" update linkpack_link_uses u set uses = greatest(u.uses, least(u.uses + $2, $3)) from was where u.number = $1 returning was.uses, u.uses"
	readUses   = "select uses from linkpack_link_uses where number = $1"
	removeUses = "delete from linkpack_link_uses where number = $1"
)

// usePatience is how long uses wait for the database, since visitors wait for them.
const usePatience = 5 * time.Second

// writeGroups counts uses.
func (s *store) writeGroups(groups [][]*use) error {
	ctx, cancel := context.WithTimeout(context.Background(), usePatience)
	defer cancel()
	return s.repeat(ctx, func() error { return s.exchange(ctx, countGroups(groups)) })
}

// countGroups returns a transaction that counts uses, with one statement for each group.
func countGroups(groups [][]*use) *pgx.Batch {
	b := new(pgx.Batch)
	b.Queue(beginLocked)
	for _, group := range groups {
		number := int64(group[0].number)
		b.Queue(makeUses, number)
		b.Queue(addUses, number, len(group), int64(group[0].max)).QueryRow(func(r pgx.Row) error {
			var was, is uint32
			err := r.Scan(&was, &is)
			if errors.Is(err, pgx.ErrNoRows) { // the link has been removed since
				err = nil
			}
			share(group, was, is)
			return err
		})
	}
	b.Queue("commit")
	return b
}

// share gives the uses after was up to is to the first of a group. None is left for the
// others.
func share(group []*use, was, is uint32) {
	for _, u := range group {
		u.uses, u.err = was, nil
		if was == is {
			u.err = fmt.Errorf("link number %d is used up: %w", u.number, linkpack.ErrGone)
			continue
		}
		was++
		u.uses = was
	}
}

// LinkUses implements [linkpack.Links].
func (s *store) LinkUses(ctx context.Context, number uint32) (n uint32, err error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	err = s.pool.QueryRow(ctx, readUses, int64(number)).Scan(&n)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return n, failed(err)
}

// removeUnused removes the uses of removed links, once these are gone for good. Visits,
// which change them all the time, would let the transaction itself start again and again.
// If that fails, rows stay that nobody needs, since numbers are not used again.
func (t *tx) removeUnused() {
	if len(t.unused) == 0 {
		return
	}
	slices.Sort(t.unused) // as visits lock them
	b := new(pgx.Batch)
	for _, number := range t.unused {
		b.Queue(removeUses, number)
	}
	_ = t.send(b)
}
