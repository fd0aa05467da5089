package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Store is a [linkpack.Store] in a file, safe for concurrent use. A function
// that it runs inside a transaction must not call the store itself.
type Store struct {
	db   *bbolt.DB
	file *os.File // that db has open
	// writer holds one token, which whoever changes the file has taken. bbolt
	// has a lock of its own, but waiting for that cannot be given up.
	writer chan struct{}
	uses   useQueue
	// tables are the names of the buckets of lane 0's tables of clicks, shared is
	// that of the table that all lanes share.
	tables, shared map[analytics.Table][]byte
	// holder is who has lane 0, and epoch that of the newest lease. Both are
	// changed with the token.
	holder atomic.Pointer[lease]
	epoch  uint64
}

// Exclusive implements [linkpack.Exclusive]: the file is locked while it is open.
func (s *Store) Exclusive() bool { return true }

func newStore(db *bbolt.DB, file *os.File) *Store {
	return &Store{
		db:     db,
		file:   file,
		writer: make(chan struct{}, 1),
		tables: laneBuckets(0),
		shared: map[analytics.Table][]byte{analytics.TableShared: tableBucket(analytics.TableShared)},
	}
}

// Close waits for the transactions that run and closes the file. Every later
// call returns an error that wraps [linkpack.ErrClosed]. It is an error that
// wraps [ErrRemoved] when the file is gone, and with it all it had.
func (s *Store) Close() error {
	s.writer <- struct{}{}
	defer s.end()
	if err := errors.Join(s.present(), s.db.Close()); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// present returns ErrRemoved when what is written would be gone with the process.
func (s *Store) present() error {
	if isRemoved(s.file) {
		return ErrRemoved
	}
	return nil
}

// begin takes the token, unless ctx ends before.
func (s *Store) begin(ctx context.Context) error {
	select {
	case s.writer <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end gives the token back.
func (s *Store) end() { <-s.writer }

// update runs fn in a read-write transaction.
func (s *Store) update(ctx context.Context, fn func(*bbolt.Tx) error) error {
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer s.end()
	if err := s.present(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return run(ctx, s.db.Update, fn)
}

// view runs fn on a snapshot.
func (s *Store) view(ctx context.Context, fn func(*bbolt.Tx) error) error {
	return run(ctx, s.db.View, fn)
}

// run runs fn in a transaction and tells fn's errors from the database's.
func run(ctx context.Context, transact func(func(*bbolt.Tx) error) error, fn func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var failed error
	err := transact(func(tx *bbolt.Tx) error {
		failed = fn(tx)
		return failed
	})
	switch {
	case failed != nil:
		return failed
	case errors.Is(err, bbolterrors.ErrDatabaseNotOpen):
		return fmt.Errorf("store: %w", linkpack.ErrClosed)
	case err != nil:
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
