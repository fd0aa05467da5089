package bolt

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"
)

// backup is [Store.Backup].
func (s *store) backup(ctx context.Context, dst string) error {
	view := func(fn func(*bbolt.Tx) error) error {
		return s.view(ctx, func(t *tx) error { return fn(t.Tx) })
	}
	forget := func(t *tx) error { return t.table(bucketFormat).delete(keyJournal) }
	err := s.publish(ctx)
	if err == nil {
		err = copyFile(ctx, dst, s.file, view, forget)
	}
	if err != nil {
		return fmt.Errorf("back up database %s: %w", s.db.Path(), err)
	}
	return nil
}
