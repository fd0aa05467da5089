package bolt_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/store/bolt"
)

func TestAJournalThatCannotBeAppliedCanBeGivenUp(t *testing.T) {
	s := openJournaled(t, filepath.Join(t.TempDir(), "linkpack.db"))
	defer s.Close()
	l := lease(t, s)
	for n := range 20 {
		must(t, clickStep(t.Context(), s, l, n))
	}
	_, err := steps(t.Context(), s) // commits
	must(t, err)
	must(t, clickStep(t.Context(), s, l, 20))
	path := copyBoth(t, filepath.Dir(s.JournalPath()))
	content, size, refused := usedPages(t, path), os.Getpagesize(), 0
	for at := 0; at < len(content); at += size {
		damaged := bytes.Clone(content)
		clear(damaged[at+16 : at+size])
		copied := file(t, damaged)
		copyTo(t, path+"-journal", copied+"-journal")
		if cannotBeApplied(t, copied) {
			refused++
			must(t, os.WriteFile(copied+"-journal", nil, 0o600))
			must(t, openFile(t, copied).Close())
		}
	}
	if refused == 0 {
		t.Error("no damaged page stopped the journal")
	}
}

// cannotBeApplied reports whether Open refuses a file because of its journal, and checks
// that the error says what can be done.
func cannotBeApplied(t *testing.T, path string) bool {
	t.Helper()
	s, err := bolt.Open(path, nil)
	if err == nil {
		must(t, s.Close())
		return false
	}
	if !strings.Contains(err.Error(), path+"-journal") {
		return false
	}
	if !errors.Is(err, bolt.ErrCorrupt) || !strings.Contains(err.Error(), "An empty file in its place") {
		t.Errorf("%v", err)
	}
	return true
}
