package bolt

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"
)

// Backup copies the store, as it is when the copying begins, to a new file dst,
// which [Open] opens. The store stays in use meanwhile: nobody who reads waits,
// and changes wait only when the file grows by another GB just then. The room
// that changes free is not taken again before the copy is complete, so the file
// may grow more than usual. The copy is as small as that of [Compact], and like
// the file itself only the user may read it: it holds the secrets of the store.
//
// Visits of the last 100 ms may be in memory still: [linkpack.Shortener.Flush]
// writes them first. To go back to a backup, put it in the place of the file
// while that is closed.
//
// A dst that exists is left alone, and the error wraps [fs.ErrExist]. dst appears
// when it is complete and on disk; when anything fails, or ctx ends, there is
// none. Even a file that was removed while it was open ([ErrRemoved]) can be
// saved like this, until it is closed.
func (s *Store) Backup(ctx context.Context, dst string) error {
	view := func(fn func(*bbolt.Tx) error) error { return s.view(ctx, fn) }
	if err := copyFile(ctx, dst, view); err != nil {
		return fmt.Errorf("back up database %s: %w", s.db.Path(), err)
	}
	return nil
}
