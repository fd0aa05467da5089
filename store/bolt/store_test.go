package bolt_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/storetest"
)

var _ linkpack.Store = (*bolt.Store)(nil)

// openEmpty opens a new file.
func openEmpty(tb testing.TB) linkpack.Store {
	return openFile(tb, filepath.Join(tb.TempDir(), "linkpack.db"))
}

func openFile(tb testing.TB, path string) *bolt.Store {
	tb.Helper()
	s, err := bolt.Open(path, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// lease takes lane 0 of a file.
func lease(tb testing.TB, s *bolt.Store) analytics.Lease {
	tb.Helper()
	l, err := s.LeaseLane(tb.Context(), 0, "a test")
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func TestStore(t *testing.T) { storetest.Run(t, openEmpty) }

func TestStoreSurvivesReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	storetest.Durable(t, func(tb testing.TB) linkpack.Store { return openFile(tb, path) })
}

func BenchmarkStore(b *testing.B) { storetest.Benchmark(b, openEmpty) }

// batch returns the nth hundred of links.
func batch(n int) (links []*linkpack.Link) {
	for i := range 100 {
		name := fmt.Sprintf("%d-%d", n, i)
		links = append(links, &linkpack.Link{ID: name, ShortCode: name, Destination: "https://example.com/"})
	}
	return links
}
