package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// store implements [linkpack.Store]. It is apart from [Store] so that the
// documentation of Store shows what a file adds to that interface.
type store struct {
	db   *bbolt.DB
	file *os.File // the file that db has open
	// damage is the damage that was found when the file was opened.
	damage damage
	// writer holds one token, taken by whoever changes the file. bbolt has a lock
	// of its own, but waiting for that lock cannot be given up.
	writer chan struct{}
	closed bool // guarded by the token
	// wedged says that bbolt panicked and kept its locks, so that the next call
	// of it would wait for ever.
	wedged atomic.Bool
	uses   useQueue
	// tables are the buckets of the tables of lane 0, shared is that of the table
	// that all lanes share.
	tables, shared map[analytics.Table][]byte
	// holder has lane 0; nil is nobody. epoch is that of the newest lease. Both
	// are changed with the token.
	holder atomic.Pointer[lease]
	epoch  uint64
	series
}

func newStore(db *bbolt.DB, file *os.File, damage damage, journalPath string) *store {
	return &store{
		db:     db,
		file:   file,
		damage: damage,
		writer: make(chan struct{}, 1),
		tables: laneBuckets(0),
		shared: map[analytics.Table][]byte{analytics.TableShared: tableBucket(analytics.TableShared)},
		series: series{journalPath: journalPath, soon: soonTime, quickBefore: quickBefore, patience: settleTime},
	}
}

// Close implements [linkpack.Store].
func (s *store) Close() error {
	s.writer <- struct{}{}
	defer s.end()
	if s.closed {
		return errClosed()
	}
	s.closed = true
	if err := errors.Join(s.present(), s.endSeries(), s.release()); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return nil
}

// release closes the database, or only its file when closing would wait for ever.
func (s *store) release() error {
	if s.wedged.Load() {
		return errors.Join(errWedged(), s.file.Close())
	}
	return s.db.Close()
}

// present returns ErrRemoved when anything written now would be lost with the
// process.
func (s *store) present() error {
	if isRemoved(s.file) {
		return ErrRemoved
	}
	return nil
}

// begin takes the token, or gives up when ctx ends.
func (s *store) begin(ctx context.Context) error {
	select {
	case s.writer <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end gives the token back.
func (s *store) end() { <-s.writer }

// tx is a transaction.
type tx struct {
	*bbolt.Tx
	damage  damage
	kept    kept
	calling bool  // a function of the caller runs
	failed  error // what the function of the transaction returned
	// operations are what the transaction wrote to clicks, if it is to be journaled.
	journaled  bool
	operations []byte
}

// update runs fn in a read-write transaction.
func (s *store) update(ctx context.Context, fn func(*tx) error) error {
	return s.alone(ctx, func() error {
		if err := s.settle(); err != nil {
			return err
		}
		return s.change(ctx, whole(ctx, fn))
	})
}

// alone runs fn with the token.
func (s *store) alone(ctx context.Context, fn func() error) error {
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer s.end()
	if err := s.present(); err != nil {
		return err
	}
	return fn()
}

// whole returns a function that does all that belongs to a change which fn makes.
func whole(ctx context.Context, fn func(*tx) error) func(*tx) error {
	return func(tx *tx) error {
		if err := tx.require(linkpack.ConditionOf(ctx)); err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return err
		}
		return tx.storeKept()
	}
}

// view runs fn on a snapshot.
func (s *store) view(ctx context.Context, fn func(*tx) error) error {
	return s.run(ctx, false, fn)
}

// run runs fn in a transaction.
func (s *store) run(ctx context.Context, writable bool, fn func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := &tx{damage: s.damage}
	run := func(btx *bbolt.Tx) error {
		t.Tx = btx
		t.failed = fn(t)
		return t.failed
	}
	return t.explain(s.guarded(t, func() error {
		if writable {
			return s.db.Update(run)
		}
		return s.db.View(run)
	}))
}

// explain returns an error of the function of a transaction as it is and says of other
// errors that they are the database's.
func (t *tx) explain(err error) error {
	switch {
	case t.failed != nil:
		return t.failed
	case errors.Is(err, bbolterrors.ErrDatabaseNotOpen):
		return errClosed()
	case errors.Is(err, ErrCorrupt):
		return err
	case err != nil:
		return fmt.Errorf("bolt: %w", err)
	}
	return nil
}

// guarded runs a transaction and returns a panic of bbolt as an error.
func (s *store) guarded(t *tx, transact func() error) (err error) {
	if s.wedged.Load() {
		return errWedged()
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer t.end(&err, &s.wedged)
	return transact()
}

func errClosed() error { return fmt.Errorf("bolt: %w", linkpack.ErrClosed) }

func errWedged() error {
	return fmt.Errorf("%w: it cannot be used until it is opened again", ErrCorrupt)
}
