package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
)

// emptied removes everything from a schema but its tables, which takes less time than to
// make another one.
func emptied(tb testing.TB, p *pgxpool.Pool) {
	tb.Helper()
	rows, err := p.Query(tb.Context(), "select tablename from pg_tables where schemaname = current_schema()")
	check(tb, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	check(tb, err)
	b := new(pgx.Batch)
	for _, name := range names {
		switch name {
		case "linkpack_schema", "linkpack_leases":
		case "linkpack_counters":
			b.Queue("update linkpack_counters set last = case name when 'numbers' then 64 else 0 end")
		default:
			b.Queue("delete from " + name)
		}
	}
	check(tb, p.SendBatch(tb.Context(), b).Close())
}

// inTurns returns a function that opens an empty store, on one schema for all stores. Each
// must be closed before the next is opened.
func inTurns(tb testing.TB) func(testing.TB) linkpack.Store {
	tb.Helper()
	p := migrated(tb)
	return func(tb testing.TB) linkpack.Store {
		tb.Helper()
		emptied(tb, p)
		return handle(tb, p)
	}
}
