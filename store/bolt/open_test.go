package bolt_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// foreign makes a sound bbolt file and returns its path.
func foreign(t *testing.T, fill func(*bbolt.Tx) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "foreign.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(fill), db.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// bucket makes a bucket with one entry.
func bucket(name, key, value string) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket([]byte(name))
		if err != nil {
			return err
		}
		return b.Put([]byte(key), []byte(value))
	}
}

// file writes a file and returns its path.
func file(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		path string
		want error
		says string
	}{
		{"an empty file", file(t, nil), bolt.ErrCorrupt, "the file is empty"},
		{"a short file", file(t, []byte("hello")), bolt.ErrCorrupt, ""},
		{"text", file(t, []byte(strings.Repeat("no database\n", 5000))), bolt.ErrCorrupt, "may be another kind of file"},
		{"zeros", file(t, make([]byte, 1<<17)), bolt.ErrCorrupt, ""},
		{"another program's file", foreign(t, bucket("cats", "tom", "grey")), bolt.ErrForeign, `"cats"`},
		{"a bbolt file without anything", foreign(t, func(*bbolt.Tx) error { return nil }), bolt.ErrForeign, "nothing"},
		{"another version", foreign(t, bucket("linkpack", "format", "1")), bolt.ErrForeign, `format "1", this version of linkpack reads format "10"`},
		{"the version before", foreign(t, bucket("linkpack", "format", "9")), bolt.ErrForeign, `format "9", this version of linkpack reads format "10"`},
		{"a file without version", foreign(t, bucket("linkpack", "a", "b")), bolt.ErrForeign, `format ""`},
		{"a file that lacks a bucket", foreign(t, bucket("linkpack", "format", "10")), bolt.ErrCorrupt, `"links" is missing`},
		{"a folder", t.TempDir(), nil, "not a regular file"},
		{"a path in no folder", filepath.Join(t.TempDir(), "no", "such", "folder.db"), fs.ErrNotExist, "folder.db"},
		{"a folder that is not there", filepath.Join("no", "such", "folder.db"), fs.ErrNotExist, "make a file in the folder " + filepath.Join("no", "such") + ": "},
		{"no path", "", nil, "the path is empty"},
		{"a path in a file", filepath.Join(file(t, []byte("x")), "a.db"), nil, "a.db"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := bolt.Open(c.path, nil)
			if err == nil {
				_ = s.Close()
				t.Fatal("opened")
			}
			if c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("error %q does not wrap %q", err, c.want)
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.path) {
				t.Errorf("error %q does not say %q and the path", err, c.says)
			}
		})
	}
}

func TestOpenWaitsForTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	first := openFile(t, path)
	begun := time.Now()
	_, err := bolt.Open(path, &bolt.Options{LockTimeout: 100 * time.Millisecond})
	if !errors.Is(err, bolt.ErrLocked) || !strings.Contains(err.Error(), "100ms") {
		t.Errorf("Open of a file in use: %v", err)
	}
	if waited := time.Since(begun); waited < 40*time.Millisecond {
		t.Errorf("gave up after %v", waited)
	}
	time.AfterFunc(100*time.Millisecond, func() { _ = first.Close() })
	second, err := bolt.Open(path, &bolt.Options{LockTimeout: time.Minute})
	if err != nil {
		t.Fatalf("Open of a file that is closed meanwhile: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenMakesAFileForTheUserAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	if err := openFile(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	wantPrivate(t, path)
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("the folder holds %v, %v", files, err)
	}
}

// wantPrivate checks that only the user may read a file.
func wantPrivate(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %v", info.Mode())
	}
}

func TestManyOpenersOfANewFileFindTheSameOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	errs := make(chan error)
	for n := range 8 {
		go func() {
			s, err := bolt.Open(path, &bolt.Options{LockTimeout: time.Minute})
			if err == nil {
				l := &linkpack.Link{ID: string(rune('a' + n)), ShortCode: string(rune('a' + n))}
				err = errors.Join(s.CreateLinks(t.Context(), l), s.Close())
			}
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	page, err := openFile(t, path).ListLinks(t.Context(), linkpack.LinkQuery{})
	if err != nil || len(page.Links) != 8 {
		t.Errorf("%d links, %v", len(page.Links), err)
	}
}
