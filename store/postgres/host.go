package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/linkpack"
)

// WithTx returns a context with which a [linkpack.Shortener], or the store itself, changes
// links, documents and visitors in a transaction of the host's, so that they are committed
// or rolled back with what the host writes. Reads with the context see them before. The
// transaction must be one of the store's database, serializable or read committed, and may
// be a savepoint. See [linkpack.WithTransaction] for what is not part of it, and call
// [linkpack.Shortener.CatchUp] after the commit, with another context.
//
// A call that fails changes nothing, and the transaction goes on, unless its context ended
// or the connection broke. If the error wraps [ErrRetry], roll back and begin again. Until
// the host commits, other changes wait, those of the same workspace or, if the transaction
// is read committed, all; so keep it short.
func WithTx(ctx context.Context, tx pgx.Tx) context.Context {
	return linkpack.WithTransaction(ctx, &hostTx{Tx: tx})
}

// hostTx is a transaction of the host's.
type hostTx struct {
	pgx.Tx
	mu    sync.Mutex
	store *store // has found that its database is that of the transaction
	// locking means that the database does not notice which rows the transaction reads, so
	// it must keep others from changing anything.
	locking bool
}

const aboutHost = "select current_setting('transaction_isolation'), exists (select from linkpack_schema where version = 1 and began_at = $1)"

// check returns an error unless the store can use the transaction.
func (h *hostTx) check(ctx context.Context, s *store) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.store == s {
		return nil
	}
	var isolation string
	var ours bool
	err := h.QueryRow(ctx, aboutHost, s.made).Scan(&isolation, &ours)
	switch {
	case isCode(err, codeNoTable) || err == nil && !ours:
		return ErrOtherDatabase
	case err != nil:
		return failed(err)
	case isolation == "repeatable read":
		return errors.New("postgres: the transaction is repeatable read; begin it as serializable or read committed")
	}
	h.store, h.locking = s, isolation != "serializable"
	return nil
}

// hostTx returns the transaction of ctx.
func (s *store) hostTx(ctx context.Context) (*hostTx, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	h, ok := linkpack.TransactionOf(ctx).(*hostTx)
	if !ok {
		return nil, ErrOtherDatabase
	}
	return h, h.check(ctx, s)
}

// lookInHost is look in the transaction of the host's.
func (s *store) lookInHost(ctx context.Context, fn func(*tx) error) error {
	h, err := s.hostTx(ctx)
	if err == nil {
		err = fn(newTx(ctx, h))
	}
	return toHost(err)
}

// updateInHost is updateNumbered in the transaction of the host's. It must not wait for the
// writer's token, whose owner may be waiting for this transaction.
func (s *store) updateInHost(ctx context.Context, n int, fn func(*tx) error) error {
	reserved, err := s.hosts.take(ctx, s, n)
	if err != nil {
		return err
	}
	return s.join(ctx, &reserved, func(t *tx) error {
		if err := t.require(linkpack.ConditionOf(ctx)); err != nil {
			return err
		}
		return fn(t)
	})
}

// join runs fn in the transaction of the host's. If it fails, what it wrote is undone.
// Without numbers it only reads.
func (s *store) join(ctx context.Context, numbers *numbers, fn func(*tx) error) error {
	h, err := s.hostTx(ctx)
	if err != nil {
		return toHost(err)
	}
	t := newTx(ctx, h)
	t.numbers, t.writable, t.touching = numbers, numbers != nil, h.locking
	if err = h.run(t, s.patience(), fn); err != nil && !errors.Is(err, pgx.ErrTxClosed) {
		t.end("rollback to savepoint linkpack; release savepoint linkpack")
	}
	return toHost(err)
}

// Changes of links wait no longer than this for a transaction of the host's: it may be one
// of the same goroutine, which would never end.
func (s *store) patience() string { return fmt.Sprint((2 * s.opts.LeaseTTL).Milliseconds()) }

// lockForHost waits for the updates that are writing, or have locked a document of their
// condition, and keeps others from both. Documents are first, since updates lock them first.
const lockForHost = "lock table " + nameDocuments + ", " + nameUnique + ", " + laterTables + " in exclusive mode"

const (
	lockTimeout    = "select current_setting('lock_timeout')"
	limitUnlimited = "select set_config('lock_timeout', $1, true) where current_setting('lock_timeout') = '0'"
	setLockTimeout = "select set_config('lock_timeout', $1, true)"
	// limitLocks does what limitUnlimited does, and always returns a number.
	limitLocks = "select length(set_config('lock_timeout', case current_setting('lock_timeout') when '0' then $1" +
		" else current_setting('lock_timeout') end, true))::bigint"
)

// run runs fn behind a savepoint. It waits for locks as long as the host said, if it did.
func (h *hostTx) run(t *tx, patience string, fn func(*tx) error) error {
	var timeout string
	b := new(pgx.Batch)
	b.Queue("savepoint linkpack")
	b.Queue(lockTimeout).QueryRow(func(r pgx.Row) error { return r.Scan(&timeout) })
	b.Queue(limitUnlimited, patience)
	if h.locking {
		b.Queue(lockForHost)
	}
	if err := t.send(b); err != nil {
		return err
	}
	if err := fn(t); err != nil && t.failed == nil {
		return err
	}
	if t.failed != nil {
		return t.failed
	}
	b = t.changed()
	b.Queue(setLockTimeout, timeout)
	b.Queue("release savepoint linkpack")
	return t.send(b)
}

// codeNoLock is the code of a lock that was not got in time.
const codeNoLock = "55P03"

// toHost says of an error whether the host has to begin its transaction again.
func toHost(err error) error {
	f, ok := errors.AsType[*failure](err)
	switch {
	case ok && isCode(f.err, codeSerialization, codeDeadlock, codeNoLock):
		return fmt.Errorf("%w: %w", ErrRetry, err)
	case errors.Is(err, linkpack.ErrConflict): // those who look for it would try again in the same transaction
		return fmt.Errorf("%w: %s", ErrRetry, err.Error())
	}
	return err
}
