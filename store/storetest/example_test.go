package storetest_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
	"github.com/linkpack/linkpack-go/store/storetest"
)

// Test and measure a store of your own with these functions. Open your store in the
// place of memory.New, and remove what it leaves behind with tb.Cleanup.
func Example() {
	openEmpty := func(tb testing.TB) linkpack.Store { return memory.New() }

	_ = func(t *testing.T) { storetest.Run(t, openEmpty) }       // TestStore
	_ = func(b *testing.B) { storetest.Benchmark(b, openEmpty) } // BenchmarkStore
	// Output:
}
