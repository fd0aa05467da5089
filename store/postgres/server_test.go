package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

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
	if errors.Is(err, cluster.ErrMissing) && os.Getenv("LINKPACK_CI") != "1" {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return dsn
}

// empty returns how to connect to an empty schema, which is removed at the end of the
// test.
func (s *server) empty(tb testing.TB) string {
	tb.Helper()
	dsn := s.dsn(tb)
	schema := fmt.Sprintf("linkpack_test_%d_%d", os.Getpid(), s.schemas.Add(1))
	admin, err := pgxpool.New(tb.Context(), dsn)
	check(tb, err)
	_, err = admin.Exec(tb.Context(), "create schema "+schema)
	check(tb, err)
	tb.Cleanup(func() {
		_, err := admin.Exec(context.Background(), "drop schema "+schema+" cascade")
		check(tb, err)
		admin.Close()
	})
	if strings.Contains(dsn, "://") {
		separator := "?"
		if strings.Contains(dsn, "?") {
			separator = "&"
		}
		return dsn + separator + "search_path=" + schema
	}
	return dsn + " search_path=" + schema
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
