package bolt

import (
	"context"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// Store is a [linkpack.Store] in a file. It is safe for concurrent use. A function
// that it calls inside a transaction must not call the store.
type Store struct {
	linkpack.Store
	inner *store
}

// Backup copies the store, as it is when copying begins, to a new file dst, which
// [Open] can open. The store stays in use: reading does not wait, and changes wait
// only when the file grows by another GB meanwhile. Space that changes free is not
// used again before the copy is complete, so the file may grow more than usual.
// The copy is as small as one made by [Compact]. Only the user may read it, like
// the file itself, because it holds the secrets of the store.
//
// Visits of the last 100 ms may still be in memory; call
// [linkpack.Shortener.Flush] first to include them. To restore a backup, close the
// store and put the backup in the place of its file. A backup needs no journal: if a
// crash left one there, remove it.
//
// Backup does not overwrite: when dst exists, the error wraps [fs.ErrExist]. dst
// appears once it is complete and on disk; when something fails or ctx ends, there
// is no dst. Backup also saves a file that was removed while it is open
// ([ErrRemoved]).
func (s *Store) Backup(ctx context.Context, dst string) error {
	return s.inner.backup(ctx, dst)
}

// Close waits for running transactions and closes the file. It removes the journal,
// unless that has clicks which cannot be written to the file; then Open does so. Every later call
// returns an error that wraps [linkpack.ErrClosed]. If the file was removed while
// it was open, its content is lost now, and the error wraps [ErrRemoved].
func (s *Store) Close() error { return s.inner.Close() }

// Rows implements [transfer.Store].
func (s *Store) Rows() transfer.Rows { return copies{s.inner} }

// Exclusive returns true: no other process can change the file while it is open.
// It implements [linkpack.Exclusive].
func (s *Store) Exclusive() bool { return true }
