package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
)

// recover applies a journal that was left, and removes it.
func (s *store) recover() error {
	ctx := context.Background()
	var l *leftover
	err := s.view(ctx, func(t *tx) (err error) {
		l, err = readLeftover(t, s.journalPath)
		return err
	})
	if err == nil && l.state == journalOpen {
		err = s.applyLeftover(ctx, l)
	}
	if err == nil && l.exists && s.journal == nil {
		err = removeSynced(l.path)
	}
	return err
}

// applyLeftover applies a journal that was left. If the database cannot be written to, as
// on a full disk, the store takes over the journal.
func (s *store) applyLeftover(ctx context.Context, l *leftover) error {
	committing, err := s.transact(ctx, l.apply)
	switch {
	case err == nil || !committing:
		return err
	case errors.Is(err, ErrCorrupt):
		return l.refused(err)
	}
	return s.takeOver(l)
}

// apply applies the rows to a database and says in it that the journal has ended.
func (l *leftover) apply(t *tx) error {
	if err := applyAll(l.rows, &clicksTx{laneBuckets(0), t}); err != nil {
		return l.refused(err)
	}
	return t.setJournal(l.id, journalEnded)
}

// refused says what can be done about a journal that cannot be applied.
func (l *leftover) refused(err error) error {
	return fmt.Errorf("journal %s: it cannot be applied: %w. "+
		"An empty file in its place lets the database be opened without its newest clicks", l.path, err)
}

// leftover returns what the journal has of the open transaction, as if a process had left
// it.
func (j *journal) leftover() (*leftover, error) {
	l := &leftover{path: j.path, id: j.id}
	for data := bytes.Clone(j.records); len(data) > 0; {
		r, rest, ok := cutRecord(data, j.id)
		if !ok {
			return nil, fmt.Errorf("%w: its journal was changed in memory", ErrCorrupt)
		}
		var err error
		if l.rows, err = appendOperations(l.rows, r.operations); err != nil {
			return nil, err
		}
		l.last, data = r.tx-1, rest
	}
	return l, nil
}

// takeOver goes on with a journal that was left, which ends with the next commit.
func (s *store) takeOver(l *leftover) error {
	file, err := os.OpenFile(l.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	s.journal = &journal{file: file, path: l.path, id: l.id, ending: true}
	if len(l.rows) == 0 {
		return nil
	}
	var operations []byte
	for _, row := range l.rows {
		operations = appendOperation(operations, row)
	}
	s.journal.records = appendRecord(nil, entry{l.id, l.last + 1, 0, operations})
	s.unpublished.Store(true)
	return nil
}
