package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// crashed returns a copy of a store with a journal that has rows of the log.
func crashed(t *testing.T, rows int) (path string) {
	t.Helper()
	s := openJournaled(t, filepath.Join(t.TempDir(), "linkpack.db"))
	defer s.Close()
	l := lease(t, s)
	for n := range rows {
		putRow(t, l, n)
	}
	if rows > 2 && !s.Unpublished() {
		t.Fatal("nothing was journaled")
	}
	return copyBoth(t, filepath.Dir(s.JournalPath()))
}

func putRow(t *testing.T, l analytics.Lease, n int) {
	t.Helper()
	must(t, l.UpdateClicks(t.Context(), func(tx analytics.Tx) error {
		return tx.Put(analytics.TableLog, fmt.Appendf(nil, "%03d", n), []byte("row"))
	}))
}

// copyBoth copies a database and its journal to another folder.
func copyBoth(t *testing.T, dir string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "linkpack.db")
	copyTo(t, filepath.Join(dir, "linkpack.db"), path)
	copyTo(t, filepath.Join(dir, "linkpack.db-journal"), path+"-journal")
	return path
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	must(t, os.WriteFile(to, readFile(t, from), 0o600))
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return data
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantLog checks that the log of a file has the first rows, and no others.
func wantLog(t *testing.T, path string, rows int) {
	t.Helper()
	s := openFile(t, path)
	defer s.Close()
	got := 0
	if err := s.ViewClicks(t.Context(), func(v analytics.View) error {
		for row, err := range v.Lane(0).Scan(analytics.TableLog, nil, nil) {
			if err != nil || string(row.Key) != fmt.Sprintf("%03d", got) {
				return fmt.Errorf("row %d has the key %q, %w", got, row.Key, err)
			}
			got++
		}
		return nil
	}); err != nil || got != rows {
		t.Errorf("the log has %d rows, want %d, %v", got, rows, err)
	}
	if _, err := os.Lstat(path + "-journal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the journal is still there: %v", err)
	}
}

func TestTheJournalOfACrashedStoreIsApplied(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(t *testing.T, path string)
		rows   int
	}{
		{"as it was", func(*testing.T, string) {}, 9},
		{"with more behind it", func(t *testing.T, path string) {
			must(t, os.WriteFile(path+"-journal", append(readFile(t, path+"-journal"), make([]byte, 5000)...), 0o600))
		}, 9},
		{"without the end of the last record", func(t *testing.T, path string) {
			data := readFile(t, path+"-journal")
			must(t, os.WriteFile(path+"-journal", data[:len(data)-1], 0o600))
		}, 8},
		{"given up", func(t *testing.T, path string) { must(t, os.WriteFile(path+"-journal", nil, 0o600)) }, 2},
		{"compacted in the place of the file", func(t *testing.T, path string) {
			must(t, bolt.Compact(t.Context(), path, path+".new"))
			must(t, os.Rename(path+".new", path))
		}, 9},
		{"compacted elsewhere", func(t *testing.T, path string) {
			must(t, bolt.Compact(t.Context(), path, path+".new"))
			must(t, os.Remove(path+"-journal"))
			must(t, os.Rename(path+".new", path))
		}, 9},
		{"renamed, both", func(t *testing.T, path string) {
			must(t, os.Rename(path, path+"2"))
			must(t, os.Rename(path+"-journal", path+"2-journal"))
			must(t, os.Symlink(path+"2", path)) // Open follows it
		}, 9},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := crashed(t, 9)
			c.change(t, path)
			wantLog(t, path, c.rows)
			wantLog(t, path, c.rows) // again, without a journal
		})
	}
}

func TestAJournalThatDoesNotBelongToTheFileIsRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(t *testing.T, path string)
		want   error
		says   string
	}{
		{"missing", func(t *testing.T, path string) { must(t, os.Remove(path+"-journal")) }, bolt.ErrCorrupt, "it is missing"},
		{"beside the former name", func(t *testing.T, path string) {
			must(t, os.Rename(path+"-journal", path+".former-journal"))
		}, bolt.ErrCorrupt, "look beside its former name"},
		{"of another file", func(t *testing.T, path string) { copyTo(t, crashed(t, 9)+"-journal", path+"-journal") }, bolt.ErrForeign, "another database"},
		{"beside a new file", func(t *testing.T, path string) {
			other := filepath.Join(t.TempDir(), "other.db")
			must(t, openFile(t, other).Close())
			must(t, os.Rename(other, path))
		}, bolt.ErrForeign, "another database"},
		{"beside a backup", func(t *testing.T, path string) {
			copied := copyBoth(t, filepath.Dir(path))
			s := openFile(t, copied)
			defer s.Close()
			must(t, os.Remove(path))
			must(t, s.Backup(t.Context(), path))
		}, bolt.ErrForeign, "another database"},
		{"without a file", func(t *testing.T, path string) { must(t, os.Remove(path)) }, bolt.ErrForeign, "it is missing, but there is its journal"},
		{"cut off in its header", func(t *testing.T, path string) {
			must(t, os.WriteFile(path+"-journal", readFile(t, path+"-journal")[:19], 0o600))
		}, bolt.ErrCorrupt, "does not begin like a journal"},
		{"damaged in the middle", func(t *testing.T, path string) {
			data := readFile(t, path+"-journal")
			data[60] ^= 4
			must(t, os.WriteFile(path+"-journal", data, 0o600))
		}, bolt.ErrCorrupt, "in the middle"},
		{"much too large", func(t *testing.T, path string) {
			must(t, os.Truncate(path+"-journal", 1<<40))
		}, bolt.ErrForeign, "is not a journal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := crashed(t, 9)
			c.change(t, path)
			_, err := bolt.Open(path, nil)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			for _, part := range []string{path + ":", path + "-journal", c.says} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
		})
	}
}

func TestTheFileBeforeLaterCommitsIsRefused(t *testing.T) {
	s := openJournaled(t, filepath.Join(t.TempDir(), "linkpack.db"))
	defer s.Close()
	l := lease(t, s)
	for n := range 3 {
		putRow(t, l, n)
	}
	dir := filepath.Dir(s.JournalPath())
	path := copyBoth(t, dir)
	must(t, s.CreateLinks(t.Context(), batch(0)...))
	putRow(t, l, 3)
	copyTo(t, s.JournalPath(), path+"-journal")
	if _, err := bolt.Open(path, nil); !errors.Is(err, bolt.ErrForeign) || !strings.Contains(err.Error(), "later state") {
		t.Errorf("Open: %v", err)
	}
	wantLog(t, copyBoth(t, dir), 4)
}

func TestFilesBetweenAnyTwoStepsAreOpened(t *testing.T) {
	s := openJournaled(t, filepath.Join(t.TempDir(), "linkpack.db"))
	l := lease(t, s)
	putRow(t, l, 0)
	before := readFile(t, filepath.Join(filepath.Dir(s.JournalPath()), "linkpack.db"))
	putRow(t, l, 1) // makes the journal
	dir := filepath.Dir(s.JournalPath())

	made := copyBoth(t, dir)
	must(t, os.WriteFile(made, before, 0o600))
	wantLog(t, made, 1)

	putRow(t, l, 2)
	journal := readFile(t, s.JournalPath())
	must(t, s.Close())
	ended := filepath.Join(dir, "linkpack.db")
	must(t, os.WriteFile(ended+"-journal", journal, 0o600))
	wantLog(t, ended, 3)
}
