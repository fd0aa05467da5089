package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
)

// store implements [linkpack.Store]. It is apart from [Store] so that the
// documentation of Store shows what it adds to that interface.
type store struct {
	pool *pgxpool.Pool
	opts Options
	made time.Time // when the database was migrated first, by which it is known
	// writer holds one token, taken by whoever changes links, documents or visitors.
	// Transactions of one process would only fail because of each other.
	writer  chan struct{}
	numbers numbers // guarded by the token
	hosts   hostNumbers
	uses    useQueue
	// life ends when the store is closed, by end. running are goroutines until then.
	life    context.Context
	end     context.CancelFunc
	running sync.WaitGroup
}

func newStore(pool *pgxpool.Pool, opts Options) *store {
	s := &store{pool: pool, opts: opts, writer: make(chan struct{}, 1), hosts: newHostNumbers()}
	s.life, s.end = context.WithCancel(context.Background())
	return s
}

// Close implements [linkpack.Store]. It waits for a running change.
func (s *store) Close() error {
	s.writer <- struct{}{}
	defer func() { <-s.writer }()
	if s.life.Err() != nil {
		return errClosed()
	}
	s.end()
	s.running.Wait()
	s.uses.wait()
	return nil
}

// usable returns an error if the store is closed or ctx has ended.
func (s *store) usable(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.life.Err() != nil {
		return errClosed()
	}
	return nil
}

// view runs fn on a snapshot, which is taken by the first statement.
func (s *store) view(ctx context.Context, fn func(*tx) error) error {
	if linkpack.TransactionOf(ctx) != nil {
		return s.join(ctx, nil, fn)
	}
	return s.transact(ctx, snapshot(), fn)
}

// snapshot begins a transaction that only reads.
func snapshot() opening { return opening{begin: beginView, first: "select 1::bigint"} }

// look runs fn, which reads with one statement at most.
func (s *store) look(ctx context.Context, fn func(*tx) error) error {
	if linkpack.TransactionOf(ctx) != nil {
		return s.lookInHost(ctx, fn)
	}
	return s.repeat(ctx, func() error {
		return s.with(ctx, func(conn *pgxpool.Conn) error { return fn(newTx(ctx, conn)) })
	})
}

// with runs fn with a connection. It closes one to a server that takes no changes, so that
// the pool makes another, maybe to the server that has taken over.
func (s *store) with(ctx context.Context, fn func(*pgxpool.Conn) error) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return failed(err)
	}
	defer conn.Release()
	if err = fn(conn); isCode(err, codeReadOnly) {
		_ = conn.Conn().Close(ctx)
	}
	return err
}

// codeReadOnly is the code of a change that a standby or a read-only server refuses.
const codeReadOnly = "25006"

// exchange sends statements and waits for their results.
func (s *store) exchange(ctx context.Context, b *pgx.Batch) error {
	return s.with(ctx, func(conn *pgxpool.Conn) error { return failed(conn.SendBatch(ctx, b).Close()) })
}

// follow is look for a row and the one that it points to, which fn then knows.
func (s *store) follow(ctx context.Context, w way, key []byte, fn func(*tx) error) error {
	return s.look(ctx, func(t *tx) error {
		if err := w.read(t, key); err != nil {
			return err
		}
		return fn(t)
	})
}

// transact runs fn in a transaction, and again while that conflicts with others. It
// returns an error of fn as it is and says of other errors that they are the database's.
func (s *store) transact(ctx context.Context, o opening, fn func(*tx) error) error {
	return s.repeat(ctx, func() error { return s.once(ctx, o, fn) })
}

// once is transact without repetition.
func (s *store) once(ctx context.Context, o opening, fn func(*tx) error) error {
	return s.with(ctx, func(conn *pgxpool.Conn) error { return s.onceWith(ctx, conn, o, fn) })
}

// onceWith is once with a connection.
func (s *store) onceWith(ctx context.Context, conn *pgxpool.Conn, o opening, fn func(*tx) error) error {
	t := newTx(ctx, conn)
	t.writable = o.begin != beginView
	defer t.rollback()
	o.idle = s.opts.LeaseTTL * 2 / 3
	if err := t.begin(o); err != nil {
		return err
	}
	err := fn(t)
	if err != nil && !isConflict(t.failed) {
		return err
	}
	if t.failed != nil {
		return t.failed
	}
	if err := t.commit(); err != nil {
		return err
	}
	t.removeUnused()
	return nil
}

// repeat runs fn until it does not fail because of a conflict, which rolled it back.
func (s *store) repeat(ctx context.Context, fn func() error) error {
	for pause := time.Millisecond; ; pause = min(2*pause, 64*time.Millisecond) {
		if err := s.usable(ctx); err != nil {
			return err
		}
		if err := fn(); !isConflict(err) {
			return err
		}
		select {
		case <-time.After(rand.N(pause)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// isConflict reports whether the database rolled a transaction back because it
// conflicts with another one.
func isConflict(err error) bool {
	f, ok := errors.AsType[*failure](err)
	return ok && isCode(f.err, codeSerialization, codeDeadlock) || errors.Is(err, errNumberUsed)
}

// The codes of conflicts.
const codeSerialization, codeDeadlock = "40001", "40P01"

// failure is an error of the database.
type failure struct{ err error }

func (f *failure) Error() string { return fmt.Sprintf("postgres: %v", f.err) }
func (f *failure) Unwrap() error { return f.err }

// failed says of an error that it is the database's.
func failed(err error) error {
	if err == nil {
		return nil
	}
	return &failure{err}
}

func errClosed() error { return fmt.Errorf("postgres: %w", linkpack.ErrClosed) }

// damaged returns an error about a row that cannot be read.
func damaged(format string, args ...any) error {
	return fmt.Errorf("postgres: %w: %w", linkpack.ErrDamaged, fmt.Errorf(format, args...))
}
