package postgres

import (
	"context"

	"github.com/linkpack/linkpack-go/linkpack"
)

// update runs fn in a transaction that changes links, documents or visitors.
func (s *store) update(ctx context.Context, fn func(*tx) error) error {
	return s.updateNumbered(ctx, 0, fn)
}

// bold is how many conflicts an update has before it keeps other processes from changing
// anything. Otherwise short updates could let a long one start again for ever.
const bold = 4

// lockUpdated waits for the updates that are writing, and keeps others from it. It comes
// before the snapshot, so that nothing can conflict with that. Its tables are in the order
// in which transactions write them.
const lockUpdated = "lock table " + nameUnique + ", " + nameDocuments + ", " + laterTables + " in share row exclusive mode"

// laterTables are those that transactions write after the tables of documents.
const laterTables = nameBin + ", " + nameCodes + ", " + nameDeleted + ", " + nameDestinations + ", " + nameExternal + ", " +
	nameIDs + ", " + nameOrders + ", " + nameRevisions + ", " + nameSegments + ", " + nameLinks + ", " + nameAliases + ", " +
	nameKnown + ", " + nameVisitors + ", " + nameWorkspaces

// updateNumbered is update for a function that needs new numbers, at most n of them.
func (s *store) updateNumbered(ctx context.Context, n int, fn func(*tx) error) error {
	if linkpack.TransactionOf(ctx) != nil {
		return s.updateInHost(ctx, n, fn)
	}
	conflicts := 0
	return s.repeat(ctx, func() error {
		o := opening{begin: beginUpdate, first: limitLocks, args: []any{s.patience()}}
		if conflicts >= bold {
			o.lock = lockUpdated
		}
		err := s.updateOnce(ctx, n, o, fn)
		if isConflict(err) {
			conflicts++
		}
		return err
	})
}

// updateOnce is updateNumbered without repetition. It has the writer's token no longer
// than one transaction, so other updates of the process can run before the next try.
func (s *store) updateOnce(ctx context.Context, n int, o opening, fn func(*tx) error) error {
	select {
	case s.writer <- struct{}{}:
		defer func() { <-s.writer }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.stock(ctx, &s.numbers, n); err != nil {
		return err
	}
	start := s.numbers
	err := s.once(ctx, o, func(t *tx) error {
		t.numbers = &s.numbers
		if err := t.require(linkpack.ConditionOf(ctx)); err != nil {
			return err
		}
		return fn(t)
	})
	switch {
	case isCode(err, codeUnique):
		s.numbers = numbers{}
		return errNumberUsed
	case isConflict(err):
		s.numbers = start // it was rolled back
	}
	return err
}
