package postgres_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/storetest"
)

var _ linkpack.Store = (*postgres.Store)(nil)

func TestStore(t *testing.T) { storetest.Run(t, inTurns(t)) }

func TestStoreIsDurable(t *testing.T) {
	p := migrated(t)
	storetest.Durable(t, func(tb testing.TB) linkpack.Store { return handle(tb, p) })
}
