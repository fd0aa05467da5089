package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// smallDisk mounts a file system of 4 MB and returns its folder.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		if os.Getenv("LINKPACK_CI") == "1" {
			t.Fatalf("mounting a small file system: %v", err)
		}
		t.Skipf("a full disk is not tried: mounting a small file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// ballast writes a file of some size, or as large as fits when size is 0.
func ballast(t *testing.T, path string, size int) {
	t.Helper()
	err := os.WriteFile(path, make([]byte, size), 0o600)
	if size == 0 {
		err = os.WriteFile(path, make([]byte, 16<<20), 0o600)
	}
	if err != nil && !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	dir := smallDisk(t)
	path, weight := filepath.Join(dir, "linkpack.db"), filepath.Join(dir, "weight")
	ballast(t, weight, 1<<20)
	s := openFile(t, path)
	t.Cleanup(func() { _ = s.Close() })

	batches, err := 0, error(nil)
	for ; batches < 1000; batches++ {
		if err = s.CreateLinks(t.Context(), batch(batches)...); err != nil {
			break
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("batch %d on a full disk: %v", batches, err)
	}
	wantBatches(t, s, batches)
	failing := func(tx analytics.Tx) error { return tx.Put(analytics.TableLog, []byte("k"), make([]byte, 1<<20)) }
	if err := lease(t, s).UpdateClicks(t.Context(), failing); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("UpdateClicks on a full disk: %v", err)
	}
	wantEmptyLog(t, s)

	remove(t, weight)
	for range 3 {
		if err := s.CreateLinks(t.Context(), batch(batches)...); err != nil {
			t.Fatalf("with space again: %v", err)
		}
		batches++
	}
	wantBatches(t, s, batches)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	checkPages(t, path)
	s = openFile(t, path)
	wantBatches(t, s, batches)
}

func TestAFullDiskLosesNoJournaledClicks(t *testing.T) {
	dir := smallDisk(t)
	path, weight := filepath.Join(dir, "linkpack.db"), filepath.Join(dir, "weight")
	s := openJournaled(t, path)
	t.Cleanup(func() { _ = s.Close() })
	l := lease(t, s)
	write := func(n int) error { return clickStep(t.Context(), s, l, n) }
	held := 0
	for range 3 {
		for range 5 {
			if err := write(held); err != nil {
				t.Fatal(err)
			}
			held++
		}
		ballast(t, weight, 0)
		err := error(nil)
		for ; err == nil && held < 1000; held++ {
			err = write(held)
		}
		if held--; !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("step %d on a full disk: %v", held, err)
		}
		if err := write(held); !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("step %d on a full disk, again: %v", held, err)
		}
		remove(t, weight)
	}
	wantSteps(t, openFile(t, copyBoth(t, dir)), held) // after a crash
	wantSteps(t, s, held)
}

// wantSteps checks how many steps a store holds, and closes it.
func wantSteps(t *testing.T, s *bolt.Store, want int) {
	t.Helper()
	defer s.Close()
	if got, err := steps(t.Context(), s); err != nil || got != want {
		t.Errorf("%d steps are held, want %d, %v", got, want, err)
	}
}

// wantBatches checks that the first batches are complete and that nothing of the
// next is there.
func wantBatches(t *testing.T, s *bolt.Store, batches int) {
	t.Helper()
	for n := range batches {
		for _, l := range batch(n) {
			wantCode(t, s, l.ShortCode, nil)
		}
	}
	for _, l := range batch(batches) {
		wantCode(t, s, l.ShortCode, linkpack.ErrNotFound)
	}
}

func wantEmptyLog(t *testing.T, s *bolt.Store) {
	t.Helper()
	if err := s.ViewClicks(t.Context(), func(v analytics.View) error {
		for row, err := range v.Lane(0).Scan(analytics.TableLog, nil, nil) {
			return fmt.Errorf("the log holds %q, %w", row.Key, err)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

func TestAFileIsMadeWholeOrNotAtAll(t *testing.T) {
	dir := smallDisk(t)
	path, weight := filepath.Join(dir, "linkpack.db"), filepath.Join(dir, "weight")
	ballast(t, weight, 0)
	if _, err := bolt.Open(path, nil); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Open on a full disk: %v", err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("the disk holds %v, %v", files, err)
	}
	remove(t, weight)
	if err := openFile(t, path).Close(); err != nil {
		t.Error(err)
	}
}

func TestAFullDiskDoesNotHinderOpeningAfterACrash(t *testing.T) {
	s := openJournaled(t, filepath.Join(t.TempDir(), "linkpack.db"))
	t.Cleanup(func() { _ = s.Close() })
	must(t, s.CreateLinks(t.Context(), batch(0)...))
	l := lease(t, s)
	for n := range 100 {
		must(t, clickStep(t.Context(), s, l, n))
	}
	dir := smallDisk(t)
	path, weight := filepath.Join(dir, "linkpack.db"), filepath.Join(dir, "weight")
	must(t, os.WriteFile(path, usedPages(t, copyBoth(t, filepath.Dir(s.JournalPath()))), 0o600))
	copyTo(t, s.JournalPath(), path+"-journal")
	ballast(t, weight, 0)

	opened := openFile(t, path)
	t.Cleanup(func() { _ = opened.Close() })
	wantCode(t, opened, batch(0)[0].ShortCode, nil)
	if _, err := steps(t.Context(), opened); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a view of clicks on a full disk: %v", err)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	must(t, opened.Backup(t.Context(), backup))
	wantSteps(t, openFile(t, backup), 100)
	if err := opened.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Close on a full disk: %v", err)
	}
	opened = openFile(t, path)
	remove(t, weight)
	wantSteps(t, opened, 100)
	wantSteps(t, openFile(t, path), 100)
}
