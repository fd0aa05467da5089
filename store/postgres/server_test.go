package postgres_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/postgres/internal/cluster"
)

// server is the server that all tests use: LINKPACK_TEST_POSTGRES, or one of our own,
// which is started by the first test that asks and stopped at the end.
type server struct {
	start   func() (dsn string, err error)
	own     *cluster.Cluster
	schemas atomic.Int64
}

var shared = newServer()

func newServer() *server {
	s := new(server)
	s.start = sync.OnceValues(func() (dsn string, err error) {
		if dsn = os.Getenv("LINKPACK_TEST_POSTGRES"); dsn != "" {
			return dsn, nil
		}
		if s.own, err = cluster.Start("shared_buffers=128MB"); err != nil {
			return "", err
		}
		return s.own.DSN(), nil
	})
	return s
}

func TestMain(m *testing.M) {
	for variable, act := range map[string]func(dsn string) error{
		envProcess: func(dsn string) error { return recordUntilTold(context.Background(), dsn, os.Stdin, os.Stdout) },
		senderDSN:  send,
	} {
		if dsn := os.Getenv(variable); dsn != "" {
			if err := act(dsn); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			return
		}
	}
	// Examples cannot skip themselves.
	if dsn := os.Getenv("LINKPACK_TEST_POSTGRES"); dsn == "" && !cluster.Installed() {
		if err := flag.Set("test.skip", "^Example"); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	if shared.own != nil {
		if err := shared.own.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// dsn returns how to connect to the server. It skips the test if there is none.
func (s *server) dsn(tb testing.TB) string {
	tb.Helper()
	dsn, err := s.start()
	found(tb, err)
	return dsn
}

// found skips a test if a program is missing, and fails it in CI.
func found(tb testing.TB, err error) {
	tb.Helper()
	isMissing := errors.Is(err, cluster.ErrMissing) || errors.Is(err, cluster.ErrNoBouncer) || errors.Is(err, cluster.ErrNoReplica)
	if isMissing && os.Getenv("LINKPACK_CI") != "1" {
		tb.Skip(err)
	}
	check(tb, err)
}

// own starts a server for one test.
func own(tb testing.TB, settings ...string) *cluster.Cluster {
	tb.Helper()
	c, err := cluster.Start(settings...)
	found(tb, err)
	tb.Cleanup(func() { check(tb, c.Stop()) })
	return c
}

// empty returns how to connect to an empty schema, which is removed at the end of the
// test.
func (s *server) empty(tb testing.TB) string {
	tb.Helper()
	dsn, remove, err := s.schema(s.dsn(tb))
	check(tb, err)
	tb.Cleanup(func() { check(tb, remove()) })
	return dsn
}

// schema makes an empty schema and returns how to connect to it.
func (s *server) schema(dsn string) (in string, remove func() error, err error) {
	ctx, name := context.Background(), fmt.Sprintf("linkpack_test_%d_%d", os.Getpid(), s.schemas.Add(1))
	run := func(sql string) error {
		conn, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return err
		}
		_, err = conn.Exec(ctx, sql)
		return errors.Join(err, conn.Close(ctx))
	}
	separator := " "
	switch {
	case strings.Contains(dsn, "?"):
		separator = "&"
	case strings.Contains(dsn, "://"):
		separator = "?"
	}
	remove = func() error { return run("drop schema " + name + " cascade") }
	return dsn + separator + "search_path=" + name, remove, run("create schema " + name)
}

// pool returns a pool of connections.
func pool(tb testing.TB, dsn string) *pgxpool.Pool {
	tb.Helper()
	config, err := pgxpool.ParseConfig(dsn)
	check(tb, err)
	config.MaxConns = 20
	p, err := pgxpool.NewWithConfig(tb.Context(), config)
	check(tb, err)
	tb.Cleanup(p.Close)
	return p
}

// migrated returns a pool of connections to a schema that has been migrated.
func migrated(tb testing.TB) *pgxpool.Pool {
	tb.Helper()
	p := pool(tb, shared.empty(tb))
	check(tb, postgres.Migrate(tb.Context(), p))
	return p
}

// handle opens a store.
func handle(tb testing.TB, p *pgxpool.Pool) linkpack.Store {
	tb.Helper()
	s, err := postgres.Open(tb.Context(), p, nil)
	check(tb, err)
	return s
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
