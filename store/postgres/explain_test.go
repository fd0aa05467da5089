package postgres_test

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// collector is a tracer that collects the statements of a store.
type collector struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (c *collector) add(sql string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[sql] = true
}

func (c *collector) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	c.add(q.SQL)
	return ctx
}

func (c *collector) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *collector) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (c *collector) TraceBatchQuery(_ context.Context, _ *pgx.Conn, q pgx.TraceBatchQueryData) {
	c.add(q.SQL)
}

func (c *collector) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// traced returns a pool to the schema of another one, whose statements are collected.
func traced(tb testing.TB, p *pgxpool.Pool) (*pgxpool.Pool, *collector) {
	tb.Helper()
	c := &collector{seen: make(map[string]bool)}
	config := p.Config()
	config.ConnConfig.Tracer = c
	collecting, err := pgxpool.NewWithConfig(tb.Context(), config)
	check(tb, err)
	tb.Cleanup(collecting.Close)
	return collecting, c
}

// haveIndexes asks how the database would run statements if it had to avoid reading whole
// tables. What it plans does not depend on what the tables have.
func (c *collector) haveIndexes(t *testing.T, p *pgxpool.Pool) {
	conn, err := pgx.ConnectConfig(t.Context(), p.Config().ConnConfig)
	check(t, err)
	defer conn.Close(context.Background())
	for _, setting := range []string{"enable_seqscan = off", "plan_cache_mode = force_generic_plan"} {
		_, err := conn.Exec(t.Context(), "set "+setting)
		check(t, err)
	}
	planned := 0
	for _, sql := range slices.Sorted(maps.Keys(c.seen)) {
		if canBePlanned(sql) {
			planned++
			wantIndex(t, conn, sql)
		}
	}
	t.Logf("%d statements", planned)
}

// canBePlanned reports whether a statement reads or writes rows, but does not have to read
// all of a table that has few.
func canBePlanned(sql string) bool {
	first, _, _ := strings.Cut(sql, " ")
	isPlanned := slices.Contains([]string{"select", "insert", "update", "delete", "with"}, first)
	return isPlanned && strings.Contains(sql, "linkpack_") && !readsAll.MatchString(sql)
}

// readsAll finds the statements that read the catalog, the versions of the schema and all lanes.
var readsAll = regexp.MustCompile(`from information_schema|from linkpack_schema$|from linkpack_lanes order by lane$`)

// scans finds the tables that a plan reads, and what follows.
var scans = regexp.MustCompile(`(Seq Scan|Index Scan|Index Only Scan|Bitmap Index Scan)(?: Backward)?(?: using \w+)? on (\w+)[^\n]*\n? *(Index Cond)?`)

// wantIndex checks that the plan of a statement reads the rows of some keys alone, or the
// first ones.
func wantIndex(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	plan := planOf(t, conn, sql)
	for _, scan := range scans.FindAllStringSubmatch(plan, -1) {
		isLimited := scan[3] != "" || strings.Contains(plan, "Limit") || strings.Contains(plan, "InitPlan")
		if scan[1] == "Seq Scan" || !isLimited {
			t.Errorf("%s\nreads all of %s:\n%s", sql, scan[2], plan)
		}
	}
}

// planOf returns the plan of a statement for any arguments.
func planOf(t *testing.T, conn *pgx.Conn, sql string) string {
	t.Helper()
	described, err := conn.Prepare(t.Context(), "", sql)
	check(t, err)
	nulls := strings.TrimSuffix(strings.Repeat("null, ", len(described.ParamOIDs)), ", ")
	if nulls != "" {
		nulls = "(" + nulls + ")"
	}
	_, err = conn.Exec(t.Context(), "prepare one as "+sql)
	check(t, err)
	rows, err := conn.Query(t.Context(), "explain execute one"+nulls, pgx.QueryExecModeSimpleProtocol)
	check(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	check(t, err)
	_, err = conn.Exec(t.Context(), "deallocate one")
	check(t, err)
	return strings.Join(lines, "\n")
}
