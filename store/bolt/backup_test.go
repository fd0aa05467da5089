package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/bolt"
)

func TestBackupOfAStoreInUseIsWholeAndSound(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	s := openFile(t, filepath.Join(dir, "linkpack.db"))
	links, err := linkpack.New(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	backedUp, stopped := make(chan struct{}), make(chan error)
	go func() { stopped <- visitUntil(ctx, links, backedUp) }()
	if _, err := links.CreateLink(ctx, linkpack.Link{ShortCode: "before", Destination: "https://example.com/"}); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "backup.db")
	backupErr := s.Backup(ctx, copied)
	close(backedUp)
	if err := errors.Join(backupErr, <-stopped); err != nil {
		t.Fatal(err)
	}
	if _, err := links.CreateLink(ctx, linkpack.Link{ShortCode: "after", Destination: "https://example.com/"}); err != nil {
		t.Errorf("the store in use: %v", err)
	}
	if err := errors.Join(links.Close(ctx), s.Close()); err != nil {
		t.Fatal(err)
	}

	checkPages(t, copied)
	backup := openFile(t, copied)
	defer backup.Close()
	wantCode(t, backup, "before", nil)
	wantCode(t, backup, "after", linkpack.ErrNotFound)
	restored, err := linkpack.New(backup, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close(context.WithoutCancel(ctx))
	if audit, err := restored.Audit(ctx, nil); err != nil || len(audit.Findings) > 0 {
		t.Errorf("the audit: %+v, %v", audit, err)
	}
}

// visitUntil makes links and visits each, until done is closed.
func visitUntil(ctx context.Context, links *linkpack.Shortener, done <-chan struct{}) error {
	for i := 0; ; i++ {
		select {
		case <-done:
			return nil
		default:
		}
		code := fmt.Sprintf("busy-%d", i)
		if _, err := links.CreateLink(ctx, linkpack.Link{ShortCode: code, Destination: "https://example.com/"}); err != nil {
			return err
		}
		for range 20 {
			res, err := links.Resolve(ctx, "", code, new(routing.Visit))
			if err := errors.Join(err, links.Record(ctx, res)); err != nil {
				return err
			}
		}
		if err := links.Flush(ctx); err != nil {
			return err
		}
	}
}

func TestBackupThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, filepath.Join(dir, "linkpack.db"))
	if err := s.CreateLinks(t.Context(), batch(0)...); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := os.WriteFile(filepath.Join(dir, "taken.db"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	want := func(ctx context.Context, dst string, target error) {
		t.Helper()
		if err := s.Backup(ctx, filepath.Join(dir, dst)); !errors.Is(err, target) {
			t.Errorf("%s: got %v, want %v", dst, err, target)
		}
	}
	want(t.Context(), "taken.db", fs.ErrExist)
	want(t.Context(), "linkpack.db", fs.ErrExist)
	want(t.Context(), filepath.Join("none", "new.db"), fs.ErrNotExist)
	want(ended, "new.db", context.Canceled)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want(t.Context(), "new.db", linkpack.ErrClosed)
	if mine, err := os.ReadFile(filepath.Join(dir, "taken.db")); string(mine) != "mine" {
		t.Errorf("the file that was there holds %q, %v", mine, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("the folder holds %v, %v", files, err)
	}
}

func TestBackupIsForTheUserAlone(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, filepath.Join(dir, "linkpack.db"))
	defer s.Close()
	copied := filepath.Join(dir, "backup.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	wantPrivate(t, copied)
}

// A compacted file and a backup of the same store have the same content.
func TestBackupTakesEverything(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "linkpack.db")
	s := openFile(t, path)
	for n := range 30 {
		if err := s.CreateLinks(t.Context(), batch(n)...); err != nil {
			t.Fatal(err)
		}
	}
	backup, compact := filepath.Join(dir, "backup.db"), filepath.Join(dir, "compact.db")
	if err := errors.Join(s.Backup(t.Context(), backup), s.Close()); err != nil {
		t.Fatal(err)
	}
	if err := bolt.Compact(t.Context(), path, compact); err != nil {
		t.Fatal(err)
	}
	if a, b := sizeOf(t, backup), sizeOf(t, compact); a != b {
		t.Errorf("the backup has %d bytes, the compaction %d", a, b)
	}
	s = openFile(t, backup)
	defer s.Close()
	wantCode(t, s, batch(0)[0].ShortCode, nil)
	wantCode(t, s, batch(29)[99].ShortCode, nil)
}
