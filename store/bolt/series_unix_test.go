//go:build unix

package bolt

import (
	"errors"
	"os"
	"testing"
)

func TestAJournalThatFailsCostsNothing(t *testing.T) {
	for _, c := range []struct {
		name string
		fail func(w *leased) error
	}{
		{"closed", func(w *leased) error { return w.inner.journal.file.Close() }},
		{"removed", func(w *leased) error { return os.Remove(w.JournalPath()) }},
		{"replaced", func(w *leased) error {
			return errors.Join(os.Remove(w.JournalPath()), os.WriteFile(w.JournalPath(), []byte("another"), 0o600))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newLeased(t)
			if err := c.fail(w); err != nil {
				t.Fatal(err)
			}
			w.put()
			w.unpublished(false)
			for range 4 {
				w.put()
			}
			w.wantAll()
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
