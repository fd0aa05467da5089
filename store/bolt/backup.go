package bolt

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"
)

// backup is [Store.Backup].
func (s *store) backup(ctx context.Context, dst string) error {
	l, err := s.unpublishedRows(ctx)
	if err == nil {
		err = s.copyWith(ctx, l, dst)
	}
	if err != nil {
		return fmt.Errorf("back up database %s: %w", s.db.Path(), err)
	}
	return nil
}

// unpublishedRows returns what only the journal has.
func (s *store) unpublishedRows(ctx context.Context) (*leftover, error) {
	if !s.unpublished.Load() {
		return &leftover{}, nil
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.end()
	if s.journal == nil {
		return &leftover{}, nil
	}
	return s.journal.leftover()
}

// copyWith copies the store to a new file dst, with the rows of l if the database still
// lacks them when copying begins. They need no room beside the database.
func (s *store) copyWith(ctx context.Context, l *leftover, dst string) error {
	var last uint64
	view := func(fn func(*bbolt.Tx) error) error {
		return s.view(ctx, func(t *tx) error {
			last = uint64(t.ID())
			return fn(t.Tx)
		})
	}
	return copyFile(ctx, dst, s.file, view, func(t *tx) error {
		if last == l.last {
			if err := applyAll(l.rows, &clicksTx{s.tables, t}); err != nil {
				return err
			}
		}
		return t.table(bucketFormat).delete(keyJournal)
	})
}
