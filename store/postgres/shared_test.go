package postgres_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/storetest"
)

// processes returns a function that opens an empty store, which has been migrated, with a
// pool of its own for each process. Leases run out only when the test says so.
func processes(admin *pgxpool.Pool, dsn string) func(testing.TB) storetest.Shared {
	opts := &postgres.Options{Lanes: 20, LeaseTTL: time.Hour}
	return func(tb testing.TB) storetest.Shared {
		emptied(tb, admin)
		return storetest.Shared{
			Open: func(tb testing.TB) linkpack.Store {
				s, err := postgres.Open(tb.Context(), pool(tb, dsn), opts)
				check(tb, err)
				return s
			},
			Expire: func(tb testing.TB, l analytics.Lease) { check(tb, postgres.Expire(tb.Context(), l)) },
		}
	}
}

func TestStoreOfManyProcesses(t *testing.T) {
	dsn := shared.empty(t)
	admin := pool(t, dsn)
	check(t, postgres.Migrate(t.Context(), admin))
	storetest.RunShared(t, processes(admin, dsn))
}
