package storetest_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
	"github.com/linkpack/linkpack-go/store/storetest"
)

// A store of your own is proven in five lines. Put memory.New's counterpart in
// its place, and clean up behind it with tb.Cleanup.
func Example() {
	openEmpty := func(tb testing.TB) linkpack.Store { return memory.New() }

	_ = func(t *testing.T) { storetest.Run(t, openEmpty) }       // TestStore
	_ = func(b *testing.B) { storetest.Benchmark(b, openEmpty) } // BenchmarkStore
	// Output:
}
