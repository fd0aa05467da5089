// Package limits counts the requests of rate limits in a PostgreSQL database, for all
// processes that use it. It is a [httpadapter.LimitStore], apart from the store of links so
// that hosts without the HTTP adapter do not build that.
package limits

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// Store counts requests in the table linkpack_limits. It is safe for concurrent use.
type Store struct {
	pool  *pgxpool.Pool
	sql   statements
	takes atomic.Int64
}

// Open uses the database of a pool, which [postgres.Migrate] must have prepared; otherwise
// the error wraps [postgres.ErrNotMigrated]. There is nothing to close.
func Open(ctx context.Context, pool *pgxpool.Pool) (*Store, error) {
	_, err := pool.Exec(ctx, "select account, at, used, taken, until from linkpack_limits limit 0")
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == codeNoTable {
		err = postgres.ErrNotMigrated
	}
	if err != nil {
		return nil, fmt.Errorf("open rate limits: %w", err)
	}
	return newStore(pool, databaseClock), nil
}

func newStore(pool *pgxpool.Pool, clock string) *Store {
	return &Store{pool: pool, sql: newStatements(clock)}
}

// Codes of the database: a table that does not exist, and a statement that waits for one
// that waits for it.
const codeNoTable, codeDeadlock = "42P01", "40P01"

// beginLocked lets a statement see the rows that it has waited for, whatever the session's
// default is.
const beginLocked = "begin isolation level read committed"

// Take implements [httpadapter.LimitStore], with one statement.
func (s *Store) Take(ctx context.Context, t httpadapter.LimitTake) (taken httpadapter.LimitTaken, err error) {
	if err := s.sweep(ctx); err != nil {
		return taken, err
	}
	b := new(pgx.Batch)
	b.Queue(beginLocked)
	if t.Limit.Fixed {
		s.takeFixed(b, t, &taken)
	} else {
		s.takeSteady(b, t, &taken)
	}
	b.Queue("commit")
	if err := s.pool.SendBatch(ctx, b).Close(); err != nil {
		return httpadapter.LimitTaken{}, fmt.Errorf("limits: %w", err)
	}
	return taken, nil
}

// takeSteady takes from a quota that is restored at a constant rate.
func (s *Store) takeSteady(b *pgx.Batch, t httpadapter.LimitTake, taken *httpadapter.LimitTaken) {
	requests := int64(t.Limit.Requests)
	cost := (int64(t.Limit.Window) + requests - 1) / requests // so that rounding lets nobody through
	b.Queue(s.sql.steady, t.Account[:], cost, requests, t.Wanted, t.Unused).QueryRow(func(r pgx.Row) error {
		var reset int64
		if err := r.Scan(&taken.Taken, &reset); err != nil {
			return err
		}
		taken.Remaining, taken.Reset = int(max(requests*cost-reset, 0)/cost), time.Duration(reset)
		return nil
	})
}

// takeFixed takes from the quota of a window of the clock.
func (s *Store) takeFixed(b *pgx.Batch, t httpadapter.LimitTake, taken *httpadapter.LimitTaken) {
	args := []any{t.Account[:], int64(t.Limit.Window), phase(t.Limit.Window), t.Limit.Requests, t.Wanted, t.Unused, t.Mark}
	b.Queue(s.sql.fixed, args...).QueryRow(func(r pgx.Row) error {
		var used int
		if err := r.Scan(&taken.Taken, &used, &taken.Reset, &taken.Mark); err != nil {
			return err
		}
		taken.Remaining = max(t.Limit.Requests-used, 0)
		return nil
	})
}

// phase returns how far the window had come at the beginning of Unix time: windows are
// counted as [time.Time.Truncate] does.
func phase(window time.Duration) int64 {
	start := time.Unix(0, 0).UTC()
	return int64(start.Sub(start.Truncate(window)))
}

// Rows that say nothing any more are removed in passing, more of them than can be made.
const sweepEvery, sweepMost = 64, 256

// sweep removes some old rows now and then. If two processes do so at once, one of them may
// have to leave it to the other.
func (s *Store) sweep(ctx context.Context) error {
	if s.takes.Add(1)%sweepEvery != 0 {
		return nil
	}
	b := new(pgx.Batch)
	b.Queue(beginLocked)
	b.Queue(s.sql.sweep, sweepMost)
	b.Queue("commit")
	err := s.pool.SendBatch(ctx, b).Close()
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == codeDeadlock || err == nil {
		return nil
	}
	return fmt.Errorf("limits: remove old rows: %w", err)
}
