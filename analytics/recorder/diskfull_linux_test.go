package recorder_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
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

// TestFullDisk records until the disk is full and further, makes room, and
// wants every click stored or known to be lost, also after the file was opened
// again.
func TestFullDisk(t *testing.T) {
	dir := smallDisk(t)
	path, ballast := filepath.Join(dir, "clicks.db"), filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 2<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := bolt.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	opts := &analytics.Options{
		QueueSize: 1000, Clock: func() time.Time { return noon }, Logger: slog.New(slog.DiscardHandler),
	}
	r, err := recorder.Open(t.Context(), store, opts)
	if err != nil {
		t.Fatal(err)
	}
	hits := newTraffic(1000, 1)
	clicks, lost := uint64(0), uint64(0)
	for ; lost < 5 || r.Metrics().Failures == 0; clicks++ { // a slow disk loses some before it is full
		begin, h := time.Now(), hits.hit(0, noon)
		visit := *h.Visit
		h.Plan, h.Rule, h.Draws, h.Visit = plan(1), -1, nil, &visit
		err := r.Record(t.Context(), h)
		if errors.Is(err, analytics.ErrLost) {
			lost++
			if took := time.Since(begin); took < 250*time.Millisecond { // nor longer: see TestSlowStoreDelaysNobodyFor250Milliseconds
				t.Errorf("waited %v", took)
			}
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if m := r.Metrics(); m.Lost != lost || m.Failures == 0 || m.Recorded == 0 {
		t.Errorf("on a full disk: %+v", m)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := r.Metrics(); m.Recorded != clicks-lost || m.Lost != lost {
		t.Errorf("with room again: %+v, want %d clicks and %d lost", m, clicks-lost, lost)
	}
	if err := errors.Join(r.Close(t.Context()), store.Close()); err != nil {
		t.Fatal(err)
	}
	if store, err = bolt.Open(path, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	s := day(t, open(t, store, opts))
	total := uint64(0)
	for _, n := range s.Classes {
		total += n
	}
	if total != clicks-lost || s.Lost != lost {
		t.Errorf("the file has %d clicks and %d lost ones, want %d and %d", total, s.Lost, clicks-lost, lost)
	}
}
