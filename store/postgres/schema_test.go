package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
)

func TestOpenRefusesASchemaThatIsNotOurs(t *testing.T) {
	for name, c := range map[string]struct {
		change string // of a schema that has been migrated
		want   error
	}{
		"no schema":                {"drop table linkpack_schema", postgres.ErrNotMigrated},
		"older":                    {"delete from linkpack_schema", postgres.ErrNotMigrated},
		"newer":                    {"insert into linkpack_schema values (1000, 'linkpack-go', now(), now())", postgres.ErrNewer},
		"newer and unfinished":     {"insert into linkpack_schema values (1000, 'linkpack-go', now(), null)", postgres.ErrNewer},
		"half-migrated":            {"update linkpack_schema set ended_at = null", postgres.ErrUnfinished},
		"of another program":       {"update linkpack_schema set program = 'another'", postgres.ErrForeign},
		"of another kind of table": {"alter table linkpack_schema drop column program", postgres.ErrForeign},
	} {
		t.Run(name, func(t *testing.T) {
			p := migrated(t)
			_, err := p.Exec(t.Context(), c.change)
			check(t, err)
			if _, err := postgres.Open(t.Context(), p, nil); !errors.Is(err, c.want) {
				t.Errorf("Open: %v, want %v", err, c.want)
			}
			err = postgres.Migrate(t.Context(), p)
			if mends := errors.Is(c.want, postgres.ErrNotMigrated) || errors.Is(c.want, postgres.ErrUnfinished); !mends {
				if !errors.Is(err, c.want) {
					t.Errorf("Migrate: %v, want %v", err, c.want)
				}
				return
			}
			check(t, err)
			check(t, handle(t, p).CreateLinks(t.Context(), &linkpack.Link{ID: "1", ShortCode: "x"}))
		})
	}
}

// TestAMigrationGoesOnWhereAnotherEnded begins a migration that ends after each number of
// statements, as if its process had died, and then lets another one go on.
func TestAMigrationGoesOnWhereAnotherEnded(t *testing.T) {
	for _, n := range []int{1, 2, 3, 5, 20, 50, 100, 160} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			dsn := shared.empty(t)
			ctx, cancel := context.WithCancel(t.Context())
			config, err := pgxpool.ParseConfig(dsn)
			check(t, err)
			config.ConnConfig.Tracer = &ender{left: n, end: cancel}
			dying, err := pgxpool.NewWithConfig(t.Context(), config)
			check(t, err)
			defer dying.Close()
			if err := postgres.Migrate(ctx, dying); err == nil {
				t.Fatal("the migration has not been stopped")
			}
			p := pool(t, dsn)
			if _, err := postgres.Open(t.Context(), p, nil); !errors.Is(err, postgres.ErrNotMigrated) && !errors.Is(err, postgres.ErrUnfinished) {
				t.Errorf("Open: %v", err)
			}
			_, err = p.Exec(t.Context(), "create table if not exists linkpack_leases (name text primary key, owner text not null, expires_at timestamptz not null)")
			check(t, err)
			_, err = p.Exec(t.Context(), "update linkpack_leases set expires_at = now() - interval '1 second'")
			check(t, err)
			check(t, postgres.Migrate(t.Context(), p))
			var tuned int
			check(t, p.QueryRow(t.Context(), "select count(*) from pg_class where oid = 'linkpack_clicks_rollups'::regclass and reloptions is not null").Scan(&tuned))
			if tuned != 1 {
				t.Error("the tables have not been tuned")
			}
			check(t, handle(t, p).CreateLinks(t.Context(), &linkpack.Link{ID: "1", ShortCode: "x"}))
		})
	}
}

// ender is a tracer that ends a context after some statements.
type ender struct {
	left int
	end  context.CancelFunc
}

func (e *ender) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}

func (e *ender) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {
	if e.left--; e.left == 0 {
		e.end()
	}
}

func TestManyProcessesMigrateOnce(t *testing.T) {
	dsn := shared.empty(t)
	errs := make([]error, 6)
	var running sync.WaitGroup
	for i := range errs {
		p := pool(t, dsn)
		running.Go(func() { errs[i] = postgres.Migrate(t.Context(), p) })
	}
	running.Wait()
	check(t, errors.Join(errs...))
	handle(t, pool(t, dsn))
}

// TestAnAddressOfNothingIsAnError uses a socket and a port on which nobody listens.
func TestAnAddressOfNothingIsAnError(t *testing.T) {
	unused, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	port := fmt.Sprint(unused.Addr().(*net.TCPAddr).Port)
	check(t, unused.Close())
	for dsn, part := range map[string]string{
		"host=/nonexistent user=nobody dbname=nothing password=secret":               "/nonexistent",
		"postgres://nobody:secret@127.0.0.1:" + port + "/nothing?connect_timeout=60": port,
	} {
		nowhere, err := pgxpool.New(t.Context(), dsn)
		check(t, err)
		defer nowhere.Close()
		_, err = postgres.Open(t.Context(), nowhere, nil)
		for call, err := range map[string]error{"open database": err, "migrate database": postgres.Migrate(t.Context(), nowhere)} {
			if err == nil || !strings.Contains(err.Error(), call) || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v", call, err)
			}
		}
	}
}

func TestOpenSaysWhyItCannot(t *testing.T) {
	ctx := t.Context()
	p := migrated(t)
	for field, opts := range map[string]*postgres.Options{"LeaseTTL": {LeaseTTL: 1}, "Lanes": {Lanes: 1024}} {
		_, err := postgres.Open(ctx, p, opts)
		if wrong, ok := errors.AsType[*linkpack.FieldError](err); !ok || wrong.Field != field {
			t.Errorf("a wrong %s: %v", field, err)
		}
	}
}
