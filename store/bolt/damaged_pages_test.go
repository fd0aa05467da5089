package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// sound returns the content of a file with a thousand links.
func sound(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sound.db")
	s := openFile(t, path)
	for first := range 4 {
		var links []*linkpack.Link
		for n := range 250 {
			name := fmt.Sprintf("l%d", 250*first+n)
			links = append(links, &linkpack.Link{ID: name, ShortCode: name, Destination: "https://example.com/"})
		}
		if err := s.CreateLinks(t.Context(), links...); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return usedPages(t, path)
}

// usedPages returns the content of a file without the space that was allocated in
// advance.
func usedPages(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	used := len(bytes.TrimRight(content, "\x00"))
	page := os.Getpagesize()
	return content[:(used+page-1)/page*page]
}

func TestOpenRefusesAFileThatWasCutOff(t *testing.T) {
	content := sound(t)
	page := os.Getpagesize()
	for _, size := range []int{1, 100, page, 2 * page, 3 * page, 4 * page, len(content) / 2, len(content) - page, len(content) - 1} {
		t.Run(fmt.Sprintf("to %d bytes", size), func(t *testing.T) {
			s, err := bolt.Open(file(t, content[:size]), nil)
			if err == nil {
				_ = s.Close()
				t.Fatalf("opened, %d of %d bytes", size, len(content))
			}
			if !errors.Is(err, bolt.ErrCorrupt) {
				t.Errorf("error %q does not wrap %q", err, bolt.ErrCorrupt)
			}
			if strings.Contains(err.Error(), "runtime error") {
				t.Errorf("error %q is not for people", err)
			}
		})
	}
}

// TestDamage destroys one page after the other. Open must notice damaged pages that
// it reads and must not panic. After that an answer is right, or there is none. The
// first two pages are left alone: each holds the root of one transaction, and losing
// one of them looks like a crash during a change.
func TestDamage(t *testing.T) {
	content := sound(t)
	page := os.Getpagesize()
	refused, silent := 0, 0
	for start := 2 * page; start < len(content); start += page {
		damaged := bytes.Clone(content)
		copy(damaged[start:start+page], bytes.Repeat([]byte{byte(start / page)}, page))
		path := file(t, damaged)
		s, err := bolt.Open(path, nil)
		if err != nil {
			refused++
			if !errors.Is(err, bolt.ErrCorrupt) && !errors.Is(err, bolt.ErrForeign) {
				t.Errorf("page %d: %v", start/page, err)
			}
			continue
		}
		for n := range 1000 {
			silent += readDamaged(t, s, fmt.Sprintf("l%d", n))
		}
		if err := s.Close(); err != nil {
			t.Errorf("page %d: Close: %v", start/page, err)
		}
	}
	if refused == 0 || silent == 0 {
		t.Errorf("%d files were refused, %d links could not be read: the test damages nothing", refused, silent)
	}
}

// readDamaged returns 1 when a link of a damaged file cannot be read.
func readDamaged(t *testing.T, s *bolt.Store, code string) (lost int) {
	t.Helper()
	l, err := s.LinkByCode(t.Context(), "", code)
	if errors.Is(err, bolt.ErrCorrupt) {
		return 1
	}
	if err != nil || l.ShortCode != code || l.Destination != "https://example.com/" {
		t.Errorf("a damaged file answers %+v, %v for %q", l, err, code)
	}
	return 0
}
