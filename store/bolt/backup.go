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
	if err := copyFile(ctx, dst, s.file, view); err != nil {
		return fmt.Errorf("back up database %s: %w", s.db.Path(), err)
	}
	return nil
}
