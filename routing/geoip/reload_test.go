package geoip_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/routing/geoip"
)

// replace puts a fixture at path the way an updater should: by renaming.
func replace(t testing.TB, path, name string) {
	t.Helper()
	if err := os.WriteFile(path+".new", fixture(t, name), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

func openCopy(t testing.TB, name string) (*geoip.Reader, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "places.mmdb")
	replace(t, path, name)
	r, err := geoip.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r, path
}

func TestReload(t *testing.T) {
	paris := netip.MustParseAddr("192.0.2.7")
	r, path := openCopy(t, "flat-country.mmdb")
	reload := func(wantChange bool) {
		t.Helper()
		if changed, err := r.Reload(); err != nil || changed != wantChange {
			t.Fatalf("changed: %v, %v; want %v", changed, err, wantChange)
		}
	}
	reload(false)
	replace(t, path, "maxmind-city.mmdb")
	if got := r.Locate(paris).City; got != "" {
		t.Fatalf("the new file is in use unasked: %q", got)
	}
	reload(true)
	if got := r.Locate(paris).City; got != "Paris" {
		t.Fatalf("the old database is in use: %q", got)
	}
	reload(false)
}

func TestFailedReloadKeepsTheDatabase(t *testing.T) {
	r, path := openCopy(t, "flat-country.mmdb")
	check := func(want error) {
		t.Helper()
		if _, err := r.Reload(); !errors.Is(err, want) {
			t.Fatalf("got %v, want %v", err, want)
		}
		if got := r.Locate(netip.MustParseAddr("192.0.2.7")).Country; got != "FR" {
			t.Fatalf("the database is gone: %q", got)
		}
	}
	replace(t, path, "asn.mmdb")
	check(geoip.ErrNoCountries)
	if err := os.WriteFile(path, fixture(t, "flat-country.mmdb")[:500], 0o600); err != nil {
		t.Fatal(err)
	}
	check(geoip.ErrCorrupt)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	check(os.ErrNotExist)
}

func TestReloadWithoutAFile(t *testing.T) {
	r, err := geoip.FromBytes(fixture(t, "flat-country.mmdb"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Reload(); !errors.Is(err, geoip.ErrNoFile) {
		t.Errorf("from memory: %v", err)
	}
	closed, _ := openCopy(t, "flat-country.mmdb")
	_ = closed.Close()
	if _, err := closed.Reload(); !errors.Is(err, geoip.ErrNoFile) {
		t.Errorf("closed: %v", err)
	}
}

func TestLookupsGoOnWhileReloading(t *testing.T) {
	r, path := openCopy(t, "flat-country.mmdb")
	done := make(chan struct{})
	var lookups sync.WaitGroup
	for range 4 {
		lookups.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if got := r.Locate(netip.MustParseAddr("192.0.2.7")).Country; got != "FR" {
					t.Errorf("got %q", got)
					return
				}
			}
		})
	}
	for i := range 50 {
		replace(t, path, []string{"maxmind-city.mmdb", "flat-country.mmdb"}[i%2])
		if _, err := r.Reload(); err != nil {
			t.Error(err)
		}
	}
	close(done)
	lookups.Wait()
}

func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, path := openCopy(t, "flat-country.mmdb")
		var log bytes.Buffer
		ctx, cancel := context.WithCancel(t.Context())
		var watching sync.WaitGroup
		watching.Go(func() { r.Watch(ctx, time.Minute, slog.New(slog.NewTextHandler(&log, nil))) })
		pass := func() {
			time.Sleep(3 * time.Minute)
			synctest.Wait()
		}
		pass()
		replace(t, path, "asn.mmdb")
		pass()
		replace(t, path, "maxmind-city.mmdb")
		pass()
		cancel()
		watching.Wait()

		if got := r.Locate(netip.MustParseAddr("192.0.2.7")).City; got != "Paris" {
			t.Errorf("the old database is in use: %q", got)
		}
		for text, times := range map[string]int{"not reloaded": 1, "database reloaded": 1, "without countries": 1} {
			if got := strings.Count(log.String(), text); got != times {
				t.Errorf("%q is logged %d times, want %d:\n%s", text, got, times, &log)
			}
		}
	})
}

func TestWatchEndsWithTheReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := openCopy(t, "flat-country.mmdb")
		var watching sync.WaitGroup
		watching.Go(func() { r.Watch(t.Context(), time.Minute, nil) })
		_ = r.Close()
		watching.Wait()
	})
}
