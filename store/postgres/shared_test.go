package postgres_test

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/storetest"
)

// TestStoreOfManyProcesses gives each process a pool of its own. Leases run out only when
// the test says so.
func TestStoreOfManyProcesses(t *testing.T) {
	dsn := shared.empty(t)
	admin := pool(t, dsn)
	check(t, postgres.Migrate(t.Context(), admin))
	opts := &postgres.Options{Lanes: 20, LeaseTTL: time.Hour}
	storetest.RunShared(t, func(tb testing.TB) storetest.Shared {
		emptied(tb, admin)
		return storetest.Shared{
			Open: func(tb testing.TB) linkpack.Store {
				s, err := postgres.Open(tb.Context(), pool(tb, dsn), opts)
				check(tb, err)
				return s
			},
			Expire: func(tb testing.TB, l analytics.Lease) { check(tb, postgres.Expire(tb.Context(), l)) },
		}
	})
}
