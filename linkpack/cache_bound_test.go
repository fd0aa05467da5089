package linkpack_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// bounded returns a Shortener with a cache of 1 MiB.
func bounded(t *testing.T) *linkpack.Shortener {
	t.Helper()
	s, err := linkpack.New(memory.New(), &linkpack.Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// heap returns the size of the heap in use.
func heap() int64 {
	var stats runtime.MemStats
	for range 2 { // the second frees objects held by finalizers
		runtime.GC()
	}
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// wantBounded checks that the cache is within its limit, where each entry counts
// as 100 bytes or more.
func wantBounded(t *testing.T, s *linkpack.Shortener) {
	t.Helper()
	c := s.Metrics().Cache
	if c.Evictions == 0 || c.Bytes > c.MaxBytes || c.Bytes < c.MaxBytes/2 || c.Entries > int(c.MaxBytes)/100 {
		t.Errorf("got %+v", c)
	}
}

func TestLinksInTheCacheAreBounded(t *testing.T) {
	s := bounded(t)
	const links = 20_000
	batch := make([]linkpack.Link, links)
	for i := range batch {
		batch[i] = linkpack.Link{ShortCode: fmt.Sprint("c", i), Destination: fmt.Sprint(home, i)}
	}
	if _, err := s.CreateLinks(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for i := range links {
			if got, err := visit(s, fmt.Sprint("c", i)); err != nil || got != fmt.Sprint(home, i) {
				t.Fatalf("link %d leads to %q, %v", i, got, err)
			}
		}
	}
	wantBounded(t, s)
}

// TestUnknownCodesAreNoLever visits unknown codes that are substrings of long
// strings, as the codes of requests are.
func TestUnknownCodesAreNoLever(t *testing.T) {
	s := bounded(t)
	filler := strings.Repeat("x", 16<<10)
	before := heap()
	for i := range 30_000 {
		line := fmt.Sprintf("u%05d?%s", i, filler)
		try(t, s, line[:6])
	}
	wantBounded(t, s)
	if grown := heap() - before; grown > 4<<20 {
		t.Errorf("%d bytes are kept", grown)
	}
}

// TestACachedLinkKeepsNoRequest checks that the cache does not keep the string of
// the visit that loaded a link.
func TestACachedLinkKeepsNoRequest(t *testing.T) {
	s, _ := watched(t)
	const links = 1000
	for i := range links {
		if _, err := s.CreateLink(t.Context(), linkpack.Link{ShortCode: fmt.Sprintf("c%05d", i), Destination: home}); err != nil {
			t.Fatal(err)
		}
	}
	filler := strings.Repeat("x", 32<<10)
	before := heap()
	for i := range links {
		line := fmt.Sprintf("c%05d?%s", i, filler)
		try(t, s, line[:6])
	}
	if grown := heap() - before; grown > 4<<20 {
		t.Errorf("%d bytes are kept for %d links", grown, links)
	}
}

// owned is a store that no other process can change.
type owned struct{ *watchedStore }

func (owned) Exclusive() bool { return true }

func TestHowLongTheCacheBelieves(t *testing.T) {
	for name, kept := range map[string]time.Duration{"a shared store": time.Minute, "an exclusive store": time.Hour} {
		t.Run(name, func(t *testing.T) { believes(t, kept) })
	}
}

func believes(t *testing.T, kept time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		store := &watchedStore{Store: memory.New()}
		var of linkpack.Store = store
		if kept > time.Minute {
			of = owned{store}
		}
		s, err := linkpack.New(of, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close(context.Background())
		if _, err := s.CreateLink(t.Context(), linkpack.Link{ShortCode: "known", Destination: home}); err != nil {
			t.Fatal(err)
		}
		for code, lifetime := range map[string]time.Duration{"known": kept, "unknown": time.Second} {
			try(t, s, code)
			store.lookups.Store(0)
			time.Sleep(lifetime * 9 / 10)
			try(t, s, code)
			if n := store.lookups.Load(); n != 0 {
				t.Errorf("%s: the store was asked %d times before the time was over", code, n)
			}
			time.Sleep(lifetime)
			try(t, s, code)
			if n := store.lookups.Load(); n != 1 {
				t.Errorf("%s: the store was asked %d times after the time was over, want once", code, n)
			}
		}
	})
}

func TestALinkIsFoundAtOnceThoughItsCodeWasAskedFor(t *testing.T) {
	s, _ := watched(t)
	try(t, s, "early")
	if _, err := s.CreateLink(t.Context(), linkpack.Link{ShortCode: "early", Destination: home}); err != nil {
		t.Fatal(err)
	}
	if got, err := visit(s, "early"); got != home {
		t.Errorf("leads to %q, %v", got, err)
	}
}
