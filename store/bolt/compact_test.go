package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// withErasedClicks makes a file in which most clicks were erased.
func withErasedClicks(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "linkpack.db")
	s := openFile(t, path)
	defer s.Close()
	l := &linkpack.Link{ID: "one", ShortCode: "one", Destination: "https://example.com/"}
	if err := s.CreateLinks(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	r, err := recorder.Open(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20_000 {
		plan := &analytics.Plan{Link: uint32(min(i%100, 2)), Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
		visit := &routing.Visit{Time: time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), UserAgent: fmt.Sprintf("agent %d %0200d", i, i)}
		if err := r.Record(t.Context(), analytics.Hit{Plan: plan, Rule: -1, Visit: visit}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.EraseClicks(t.Context(), []uint32{0, 2}); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return path
}

func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestCompactedFileIsSmallerAndWhole(t *testing.T) {
	src := withErasedClicks(t)
	dst := filepath.Join(filepath.Dir(src), "compact.db")
	if err := bolt.Compact(t.Context(), src, dst); err != nil {
		t.Fatal(err)
	}
	before, after := sizeOf(t, src), sizeOf(t, dst)
	t.Logf("%d bytes became %d", before, after)
	if after > before*9/10 {
		t.Errorf("%d bytes became %d", before, after)
	}
	checkPages(t, dst)
	s := openFile(t, dst)
	defer s.Close()
	wantCode(t, s, "one", nil)
	l := &linkpack.Link{ID: "two", ShortCode: "two", Destination: "https://example.com/"}
	if err := s.CreateLinks(t.Context(), l); err != nil || l.Number != 3 { // the workspace has 2
		t.Errorf("the next link has number %d, %v", l.Number, err)
	}
	r, err := recorder.Open(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close(context.WithoutCancel(t.Context()))
	if a, err := r.Audit(t.Context(), analytics.Selection{}); err != nil || len(a.Findings) > 0 || a.Clicks != 200 {
		t.Errorf("the audit: %+v, %v", a, err)
	}
}

func TestCompactRefuses(t *testing.T) {
	src := file(t, sound(t))
	dir := filepath.Dir(src)
	open := openFile(t, filepath.Join(dir, "open.db"))
	defer open.Close()
	for name, tt := range map[string]struct {
		src, dst string
		want     error
	}{
		"a file that is open":     {"open.db", "new.db", bolt.ErrLocked},
		"a file that is missing":  {"none.db", "new.db", fs.ErrNotExist},
		"a target that exists":    {"file.db", "open.db", fs.ErrExist},
		"the file itself":         {"file.db", "file.db", fs.ErrExist},
		"a folder that is absent": {"file.db", filepath.Join("none", "new.db"), fs.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			before, _ := os.ReadFile(filepath.Join(dir, tt.dst))
			if err := bolt.Compact(t.Context(), filepath.Join(dir, tt.src), filepath.Join(dir, tt.dst)); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if after, _ := os.ReadFile(filepath.Join(dir, tt.dst)); !bytes.Equal(before, after) {
				t.Errorf("%s was changed", tt.dst)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := bolt.Compact(ctx, src, filepath.Join(dir, "new.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*new*")); err != nil || len(left) > 0 {
		t.Errorf("%v are left, %v", left, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("%v are left, %v", left, err)
	}
}

func TestCompactOfADamagedFileMakesNone(t *testing.T) {
	content := sound(t)
	page := os.Getpagesize()
	copy(content[len(content)-3*page:], bytes.Repeat([]byte{0xee}, page))
	src := file(t, content)
	dst := filepath.Join(filepath.Dir(src), "new.db")
	if err := bolt.Compact(t.Context(), src, dst); !errors.Is(err, bolt.ErrCorrupt) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(dst); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a new file, %v", err)
	}
}
