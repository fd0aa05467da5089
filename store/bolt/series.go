package bolt

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
)

// Updates of clicks that follow each other quickly share a transaction of bbolt, since
// its commit costs much more than they do. It stays open, and each update is in the
// journal when it returns. The transaction is committed before anything else is written
// and before somebody views clicks.

const (
	// soonTime is how long after an update the next one is a quick one. In batched mode,
	// most updates of a recorder are farther apart.
	soonTime = 10 * time.Millisecond
	// quickBefore is how many quick updates there are in a row before one is journaled.
	quickBefore = 8
	// settleTime is how long a transaction stays open.
	settleTime = 100 * time.Millisecond
)

// series is the state of updates that share a transaction. All but unpublished is
// guarded by the token.
type series struct {
	open        *bbolt.Tx // nil if there is none
	journal     *journal  // nil if there is none
	journalPath string
	clicked     time.Time // when the last update of clicks ended
	quick       int       // how many updates in a row were quick
	quickBefore int
	soon        time.Duration
	unpublished atomic.Bool // only the journal has an update
	late        *time.Timer // commits when patience has passed
	patience    time.Duration
}

// updateClicks runs fn in a transaction on clicks. If fn may be journaled and is one of
// many in quick succession, it joins those before it.
func (s *store) updateClicks(ctx context.Context, journaled bool, fn func(*tx) error) error {
	return s.alone(ctx, func() error {
		defer func() { s.clicked = time.Now() }()
		if err := ctx.Err(); err != nil {
			return err
		}
		t := &tx{damage: s.damage, journaled: s.isQuick() && journaled}
		if !t.journaled {
			if err := s.settle(); err != nil {
				return err
			}
		}
		return s.join(t, whole(ctx, fn))
	})
}

// isQuick reports whether an update that begins now is one of many in quick succession.
func (s *store) isQuick() bool {
	if time.Since(s.clicked) >= s.soon {
		s.quick = 0
		return false
	}
	s.quick++
	return s.quick > s.quickBefore
}

// settle commits what only the journal has. The caller has the token.
func (s *store) settle() error {
	if s.journal.settled() {
		return nil
	}
	return s.join(&tx{damage: s.damage}, func(*tx) error { return nil })
}

// publish settles, so that a view that begins now has every update that has returned.
func (s *store) publish(ctx context.Context) error {
	if !s.unpublished.Load() {
		return nil
	}
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer s.end()
	return s.settle()
}

// settleLate settles because time has passed. If that fails, it tries again later.
func (s *store) settleLate() {
	s.writer <- struct{}{}
	defer s.end()
	if !s.closed && s.settle() != nil {
		s.late.Reset(s.patience)
	}
}

// endSeries settles and ends the journal, since the store is being closed.
func (s *store) endSeries() error {
	if s.journal == nil {
		return nil
	}
	s.journal.ending = true
	err := s.settle()
	if s.late != nil {
		s.late.Stop()
	}
	if s.journal != nil {
		err = errors.Join(err, s.journal.file.Close())
	}
	return err
}

// join runs fn in the open transaction and then appends what it wrote to the journal, or
// commits. If that fails, the transaction is rolled back with all that it has; what the
// journal has is applied to the next one.
func (s *store) join(t *tx, fn func(*tx) error) error {
	return t.explain(s.guarded(t, func() (err error) {
		kept := false
		defer func() {
			if !kept {
				s.rollBack()
			}
		}()
		if err := s.enter(t); err != nil {
			return err
		}
		if t.failed = fn(t); t.failed != nil {
			return t.failed
		}
		err = s.conclude(t)
		kept = err == nil
		return err
	}))
}

// enter gives t the open transaction. A new one gets what the journal has.
func (s *store) enter(t *tx) error {
	if s.open == nil {
		begun, err := s.db.Begin(true)
		if err != nil {
			return err
		}
		s.open = begun
		if err := s.reapply(&tx{Tx: begun, damage: s.damage}); err != nil {
			return err
		}
	}
	t.Tx = s.open
	return nil
}

// reapply applies what the journal has to a new transaction, unless the database has it.
func (s *store) reapply(t *tx) error {
	if s.journal == nil {
		return nil
	}
	l, err := s.journal.leftover()
	if err != nil {
		return err
	}
	if l.last+1 < uint64(t.ID()) { // the commit that failed took place
		s.journal.restart()
		return nil
	}
	return applyAll(l.rows, &clicksTx{s.tables, t})
}
