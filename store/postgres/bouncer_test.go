package postgres_test

import (
	"errors"
	"os"
	"testing"

	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/postgres/internal/cluster"
	"github.com/linkpack/linkpack-go/store/storetest"
)

// TestStoreBehindPgbouncer shares the connections of all processes, each for a transaction
// at a time.
func TestStoreBehindPgbouncer(t *testing.T) {
	shared.dsn(t) // skips without PostgreSQL
	server, err := cluster.Start()
	check(t, err)
	defer func() { check(t, server.Stop()) }()
	dsn, stop, err := server.Bouncer()
	if errors.Is(err, cluster.ErrNoBouncer) && os.Getenv("LINKPACK_CI") != "1" {
		t.Skip(err)
	}
	check(t, err)
	defer func() { check(t, stop()) }()
	admin := pool(t, dsn)
	defer admin.Close()
	check(t, postgres.Migrate(t.Context(), admin))
	storetest.RunShared(t, processes(admin, dsn))
}
