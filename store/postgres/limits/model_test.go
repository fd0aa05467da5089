package limits_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/store/postgres/limits"
)

// model is an account as the contract describes it. Its tokens are in parts of a request
// that are restored in each nanosecond.
type model struct {
	limit  httpadapter.Limit
	tokens int64
	at     time.Time // when they were counted; the start of a fixed window
}

func newModel(limit httpadapter.Limit, now time.Time) *model {
	return &model{limit, int64(limit.Requests) * int64(limit.Window), now.Truncate(limit.Window)}
}

func (m *model) full() int64 { return int64(m.limit.Requests) * int64(m.limit.Window) }

// take gives back unused requests, of the current window, and takes others.
func (m *model) take(now time.Time, wanted, unused int) (taken, remaining int) {
	m.restore(now)
	one := int64(m.limit.Window)
	m.tokens = min(m.tokens+int64(unused)*one, m.full())
	taken = int(min(int64(wanted), m.tokens/one))
	m.tokens -= int64(taken) * one
	return taken, int(m.tokens / one)
}

func (m *model) restore(now time.Time) {
	switch start := now.Truncate(m.limit.Window); {
	case !m.limit.Fixed && now.After(m.at):
		m.tokens = min(m.tokens+int64(now.Sub(m.at))*int64(m.limit.Requests), m.full())
		m.at = now
	case m.limit.Fixed && start.After(m.at):
		m.tokens, m.at = m.full(), start
	}
}

// reset returns the time until the full quota is there.
func (m *model) reset(now time.Time) time.Duration {
	if m.limit.Fixed {
		return m.at.Add(m.limit.Window).Sub(now)
	}
	return time.Duration((m.full() - m.tokens) / int64(m.limit.Requests))
}

// testModel takes at random times, in steps in which whole requests are restored or none.
func testModel(t *testing.T, p *pgxpool.Pool, c *clock) {
	s := limits.OpenWithClock(p, clockExpression)
	random := rand.New(rand.NewPCG(2, 5))
	for i, limit := range []httpadapter.Limit{
		{Requests: 1, Window: time.Second}, {Requests: 6, Window: time.Minute}, {Requests: 100, Window: time.Second},
		{Requests: 1, Window: time.Second, Fixed: true}, {Requests: 6, Window: time.Minute, Fixed: true},
		{Requests: 50, Window: 7 * 24 * time.Hour, Fixed: true},
	} {
		m := newModel(limit, c.now)
		unused, mark := 0, int64(0)
		for step := range 300 {
			c.sleep(t, time.Duration(random.Int64N(int64(limit.Window)/2)).Truncate(time.Microsecond))
			back := unused
			if limit.Fixed && c.now.Truncate(limit.Window).After(m.at) {
				back = 0 // they were of another window
			}
			wanted := 1 + random.IntN(limit.Requests+1)
			taken, remaining := m.take(c.now, wanted, back)
			got, err := s.Take(t.Context(), httpadapter.LimitTake{
				Account: account(5000 + i), Limit: limit, Wanted: wanted, Unused: unused, Mark: mark,
			})
			check(t, err)
			if got.Taken != taken || got.Remaining != remaining || (got.Reset-m.reset(c.now)).Abs() > time.Microsecond {
				t.Fatalf("%+v, step %d: %+v of %d, want %d taken, %d remaining, reset in %v",
					limit, step, got, wanted, taken, remaining, m.reset(c.now))
			}
			unused, mark = random.IntN(taken+1), got.Mark
		}
	}
}

// nulls are arguments of the statements.
var nulls = map[string]string{"steady": "null, 1, 1, 1, 1", "fixed": "null, 1, 1, 1, 1, 1, 1", "sweep": "1"}

// testIndexes asks how the database would run the statements if it had to avoid reading
// the whole table.
func testIndexes(t *testing.T, p *pgxpool.Pool) {
	conn, err := pgx.ConnectConfig(t.Context(), p.Config().ConnConfig)
	check(t, err)
	defer conn.Close(context.Background())
	for name, sql := range limits.Statements() {
		for _, run := range []string{"set enable_seqscan = off", "prepare " + name + " as " + sql} {
			_, err := conn.Exec(t.Context(), run)
			check(t, err)
		}
		rows, err := conn.Query(t.Context(), "explain execute "+name+"("+nulls[name]+")", pgx.QueryExecModeSimpleProtocol)
		check(t, err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		check(t, err)
		if plan := strings.Join(lines, "\n"); strings.Contains(plan, "Seq Scan on linkpack_limits") {
			t.Errorf("%s\n%s", sql, plan)
		}
	}
}
