package memory_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
	"github.com/linkpack/linkpack-go/store/storetest"
)

var _ linkpack.Store = (*memory.Store)(nil)

func open(testing.TB) linkpack.Store { return memory.New() }

func TestStore(t *testing.T) { storetest.Run(t, open) }

func BenchmarkStore(b *testing.B) { storetest.Benchmark(b, open) }
