package bolt

import (
	"context"
	"errors"
	"time"
)

// conclude makes durable what a function wrote.
func (s *store) conclude(t *tx) error {
	switch {
	case !t.journaled || s.journal != nil && !s.journal.takes(t.operations):
	case s.journal == nil:
		if err := s.beginJournal(t); err != nil {
			return err
		}
	case s.journal.append(uint64(t.ID()), t.operations) == nil:
		s.commitLater()
		return nil
	default:
		s.journal.ending = true
	}
	return s.commit(t)
}

// beginJournal makes a journal, which can be used once t is committed. Where it cannot
// be made, updates are committed.
func (s *store) beginJournal(t *tx) error {
	j, err := newJournal(s.journalPath)
	if err != nil {
		return nil
	}
	if err := t.setJournal(j.id, journalOpen); err != nil {
		return errors.Join(err, j.remove())
	}
	s.journal = j
	return nil
}

// commitLater sees to it that the open transaction is committed.
func (s *store) commitLater() {
	if s.unpublished.Swap(true) {
		return
	}
	if s.late == nil {
		s.late = time.AfterFunc(s.patience, s.settleLate)
		return
	}
	s.late.Reset(s.patience)
}

// commit commits the open transaction, and the end of the journal if it is ending. After
// an error, the file may have the transaction or not. Then the journal takes nothing
// that would follow it.
func (s *store) commit(t *tx) error {
	j := s.journal
	if j == nil {
		return s.committed(t.Commit())
	}
	ends := j.ending
	if ends {
		if err := t.setJournal(j.id, journalEnded); err != nil {
			return err
		}
	}
	j.ending = true
	if err := s.committed(t.Commit()); err != nil {
		return err
	}
	j.restart()
	if j.ending = ends; ends {
		s.journal = nil
		_ = j.remove() // Open removes it
	}
	return nil
}

// change runs fn in a transaction of its own. If its commit fails, the journal takes
// nothing that would follow it.
func (s *store) change(ctx context.Context, fn func(*tx) error) error {
	committing, err := s.transact(ctx, fn)
	if err != nil && committing && s.journal != nil {
		s.journal.ending = true
	}
	return err
}

// transact runs fn in a transaction of its own. committing reports whether it came to the
// commit, so that after an error the file may have the transaction or not.
func (s *store) transact(ctx context.Context, fn func(*tx) error) (committing bool, err error) {
	err = s.run(ctx, true, func(t *tx) error {
		err := fn(t)
		committing = err == nil
		return err
	})
	return committing, err
}

// committed notes that the open transaction was committed, unless there is an error.
func (s *store) committed(err error) error {
	if err != nil {
		return err
	}
	s.open = nil
	s.unpublished.Store(false)
	if s.late != nil {
		s.late.Stop()
	}
	return nil
}

// rollBack rolls the open transaction back.
func (s *store) rollBack() {
	if s.open != nil {
		_ = s.open.Rollback() // it may have ended
		s.open = nil
	}
}
