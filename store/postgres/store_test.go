package postgres_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/storetest"
)

var _ linkpack.Store = (*postgres.Store)(nil)

// TestStore tries all promises of a store, and looks at how the database runs the
// statements by which they are kept.
func TestStore(t *testing.T) {
	admin := migrated(t)
	p, statements := traced(t, admin)
	storetest.Run(t, func(tb testing.TB) linkpack.Store {
		emptied(tb, admin)
		return handle(tb, p)
	})
	t.Run("every statement has an index", func(t *testing.T) { statements.haveIndexes(t, admin) })
	t.Run("the table of shards has every statement", statements.areInTable)
}

func TestStoreIsDurable(t *testing.T) {
	p := migrated(t)
	storetest.Durable(t, func(tb testing.TB) linkpack.Store { return handle(tb, p) })
}

func BenchmarkStore(b *testing.B) {
	p := migrated(b)
	storetest.Benchmark(b, func(tb testing.TB) linkpack.Store {
		emptied(tb, p)
		return handle(tb, p)
	})
}
