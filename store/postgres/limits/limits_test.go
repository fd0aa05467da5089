package limits_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/postgres/limits"
	"github.com/linkpack/linkpack-go/store/postgres/postgrestest"
)

var (
	_ httpadapter.LimitStore = (*limits.Store)(nil)
	_ httpadapter.Limiter    = (*httpadapter.SharedLimiter)(nil)
)

// Limits of which nothing is restored while a test runs.
var (
	steady = httpadapter.Limit{Requests: 200, Window: 10_000 * time.Hour}
	fixed  = httpadapter.Limit{Requests: 200, Window: 10_000 * time.Hour, Fixed: true}
)

// TestStore uses one server for all tests.
func TestStore(t *testing.T) {
	pg := postgrestest.Start(t)
	p := connect(t, pg.DSN())
	if _, err := limits.Open(t.Context(), p); !errors.Is(err, postgres.ErrNotMigrated) {
		t.Errorf("before Migrate: %v", err)
	}
	check(t, postgres.Migrate(t.Context(), p))
	c := newClock(t, p)
	t.Run("as a model says", func(t *testing.T) { testModel(t, p, c) })
	t.Run("eight processes at once", func(t *testing.T) { testManyAtOnce(t, pg.DSN()) })
	t.Run("eight processes take in advance", func(t *testing.T) { testInAdvance(t, pg.DSN()) })
	t.Run("the database's clock", func(t *testing.T) { testDatabaseClock(t, p) })
	t.Run("old rows are removed", func(t *testing.T) { testOldRows(t, p, c) })
	t.Run("every statement has an index", func(t *testing.T) { testIndexes(t, p) })
	t.Run("the database is killed", func(t *testing.T) { testKilled(t, pg) })
}

// clock is a clock in the database that the test moves. Its time is that of an expression.
type clock struct {
	pool *pgxpool.Pool
	now  time.Time
}

const clockExpression = "select last from linkpack_counters where name = 'clock'"

func newClock(t *testing.T, p *pgxpool.Pool) *clock {
	c := &clock{pool: p, now: time.Date(2026, 3, 14, 12, 0, 7, 0, time.UTC)}
	_, err := p.Exec(t.Context(), "insert into linkpack_counters (name, last) values ('clock', $1)", c.now.UnixNano())
	check(t, err)
	return c
}

func (c *clock) sleep(t *testing.T, d time.Duration) {
	t.Helper()
	c.now = c.now.Add(d)
	_, err := c.pool.Exec(t.Context(), "update linkpack_counters set last = $1 where name = 'clock'", c.now.UnixNano())
	check(t, err)
}

// processes returns limiters with stores and connections of their own.
func processes(t *testing.T, dsn string, opts *httpadapter.SharedLimiterOptions) (all []*httpadapter.SharedLimiter) {
	t.Helper()
	for range 8 {
		s, err := limits.Open(t.Context(), connect(t, dsn))
		check(t, err)
		all = append(all, httpadapter.NewSharedLimiter(s, opts))
	}
	return all
}

// askAtOnce has each process asked for n requests of a client, by several callers at once,
// and returns how many passed.
func askAtOnce(t *testing.T, all []*httpadapter.SharedLimiter, key string, limit httpadapter.Limit, n int) int {
	t.Helper()
	const callers = 4
	var passed atomic.Int64
	var running sync.WaitGroup
	for _, l := range all {
		for range callers {
			running.Go(func() {
				for range n / callers {
					if quota, err := l.Allow(t.Context(), key, limit); err != nil {
						t.Error(err)
					} else if quota.Allowed {
						passed.Add(1)
					}
				}
			})
		}
	}
	running.Wait()
	return int(passed.Load())
}

func testManyAtOnce(t *testing.T, dsn string) {
	all := processes(t, dsn, nil)
	for _, limit := range []httpadapter.Limit{steady, fixed} {
		if got := askAtOnce(t, all, "at once", limit, 80); got != limit.Requests {
			t.Errorf("fixed %t: %d of 640 requests passed, want %d", limit.Fixed, got, limit.Requests)
		}
		if got := askAtOnce(t, all, "few", limit, 20); got != 160 {
			t.Errorf("fixed %t: %d of 160 requests passed", limit.Fixed, got)
		}
	}
}

// testInAdvance lets seven processes keep what they have taken and not used. The last one
// gets the rest, of which a tenth may be missing for each of the others.
func testInAdvance(t *testing.T, dsn string) {
	for _, limit := range []httpadapter.Limit{steady, fixed} {
		all := processes(t, dsn, &httpadapter.SharedLimiterOptions{InAdvance: true})
		got := askAtOnce(t, all[:7], "advance", limit, 20)
		got += askAtOnce(t, all[7:], "advance", limit, 400)
		if least := limit.Requests - 7*limit.Requests/10; got < least || got > limit.Requests {
			t.Errorf("fixed %t: %d requests passed, want %d to %d", limit.Fixed, got, least, limit.Requests)
		}
	}
}

func testDatabaseClock(t *testing.T, p *pgxpool.Pool) {
	s, err := limits.Open(t.Context(), p)
	check(t, err)
	var before, after int64
	now := "select (extract(epoch from now()) * 1000000)::bigint * 1000"
	check(t, p.QueryRow(t.Context(), now).Scan(&before))
	limit := httpadapter.Limit{Requests: 3, Window: time.Minute, Fixed: true}
	got, err := s.Take(t.Context(), httpadapter.LimitTake{Account: [16]byte{1}, Limit: limit, Wanted: 1})
	check(t, err)
	check(t, p.QueryRow(t.Context(), now).Scan(&after))
	start := time.Unix(0, got.Mark).UTC()
	if !start.Equal(start.Truncate(time.Minute)) {
		t.Errorf("a window begins at %v", start)
	}
	if asked := got.Mark + int64(limit.Window-got.Reset); asked < before || asked > after {
		t.Errorf("the answer is of %d, want between %d and %d", asked, before, after)
	}
}

func testOldRows(t *testing.T, p *pgxpool.Pool, c *clock) {
	s := limits.OpenWithClock(p, clockExpression)
	rows := func() (n int) {
		check(t, p.QueryRow(t.Context(), "select count(*) from linkpack_limits").Scan(&n))
		return n
	}
	for i := range 1000 {
		limit := httpadapter.Limit{Requests: 5, Window: 10 * time.Second, Fixed: i%2 == 0}
		_, err := s.Take(t.Context(), httpadapter.LimitTake{Account: account(i), Limit: limit, Wanted: 1})
		check(t, err)
		c.sleep(t, time.Second)
	}
	if n := rows(); n > 300 {
		t.Errorf("%d rows, of 1,000 clients in 1,000 s with limits of 10 s", n)
	}
}

func testKilled(t *testing.T, pg *postgrestest.Server) {
	all := processes(t, pg.DSN(), nil)
	if got := askAtOnce(t, all, "killed", fixed, 12); got != 96 {
		t.Errorf("%d of 96 requests passed", got)
	}
	pg.Kill(t)
	if got := askAtOnce(t, all[:2], "killed", fixed, 800); got != 2*fixed.Requests {
		t.Errorf("without the database, %d requests passed in two processes, want the limit in each", got)
	}
	pg.Restart(t)
	p := connect(t, pg.DSN())
	s, err := limits.Open(t.Context(), p)
	check(t, err)
	got, err := s.Take(t.Context(), httpadapter.LimitTake{Account: [16]byte{2}, Limit: fixed, Wanted: 3})
	if err != nil || got.Taken != 3 || got.Remaining != fixed.Requests-3 {
		t.Errorf("after the restart: %+v, %v", got, err)
	}
}

func connect(t *testing.T, dsn string) *pgxpool.Pool {
	t.Helper()
	p, err := pgxpool.New(context.Background(), dsn)
	check(t, err)
	t.Cleanup(p.Close)
	return p
}

func account(i int) [16]byte { return [16]byte([]byte(fmt.Sprintf("%16d", i))) }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
