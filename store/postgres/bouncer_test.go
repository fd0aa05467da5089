package postgres_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/storetest"
)

// TestStoreBehindPgbouncer shares the connections of all processes, each for a transaction
// at a time.
func TestStoreBehindPgbouncer(t *testing.T) {
	dsn, stop, err := own(t).Bouncer()
	found(t, err)
	defer func() { check(t, stop()) }()
	admin := pool(t, dsn)
	defer admin.Close()
	check(t, postgres.Migrate(t.Context(), admin))
	storetest.RunShared(t, processes(admin, dsn))
}
