package bolt_test

import (
	"path/filepath"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/storetest"
)

// openJournaled opens a file whose updates of clicks are journaled.
func openJournaled(tb testing.TB, path string) *bolt.Store {
	tb.Helper()
	s := openFile(tb, path)
	s.JournalAlways()
	return s
}

func TestJournaledStore(t *testing.T) {
	storetest.Run(t, func(tb testing.TB) linkpack.Store {
		return openJournaled(tb, filepath.Join(tb.TempDir(), "linkpack.db"))
	})
}

func TestJournaledStoreSurvivesReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	storetest.Durable(t, func(tb testing.TB) linkpack.Store { return openJournaled(tb, path) })
}
