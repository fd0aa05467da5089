// Package postgrestest gives tests a PostgreSQL server of their own.
package postgrestest

import (
	"errors"
	"os"
	"testing"

	"github.com/linkpack/linkpack-go/store/postgres/internal/cluster"
)

// Server is a server in a temporary folder, which listens on a Unix socket there alone.
type Server struct{ cluster *cluster.Cluster }

// Start starts an empty server from the installed programs initdb and postgres, and stops
// it at the end of the test. settings are those of postgresql.conf, such as "fsync=off".
// It skips the test if PostgreSQL is not installed, and fails it then if the environment
// has LINKPACK_CI=1.
func Start(tb testing.TB, settings ...string) *Server {
	tb.Helper()
	c, err := cluster.Start(settings...)
	if errors.Is(err, cluster.ErrMissing) && os.Getenv("LINKPACK_CI") != "1" {
		tb.Skip(err)
	}
	check(tb, err)
	tb.Cleanup(func() { check(tb, c.Stop()) })
	return &Server{c}
}

// DSN returns how to connect to the server as its administrator, as "key=value" pairs.
func (s *Server) DSN() string { return s.cluster.DSN() }

// Kill ends the server as a crash does.
func (s *Server) Kill(tb testing.TB) {
	tb.Helper()
	check(tb, s.cluster.Kill())
}

// Restart starts the server after [Server.Kill] and waits until it answers.
func (s *Server) Restart(tb testing.TB) {
	tb.Helper()
	check(tb, s.cluster.Run())
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
