package linkpack_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// watchedStore counts lookups by code and can delay them or let them fail.
type watchedStore struct {
	linkpack.Store
	lookups atomic.Int64
	before  atomic.Pointer[func() error]
	after   atomic.Pointer[func()]
}

func (w *watchedStore) LinkByCode(ctx context.Context, domain, code string) (*linkpack.Link, error) {
	w.lookups.Add(1)
	if before := w.before.Load(); before != nil {
		if err := (*before)(); err != nil {
			return nil, err
		}
	}
	link, err := w.Store.LinkByCode(ctx, domain, code)
	if after := w.after.Load(); after != nil {
		(*after)()
	}
	return link, err
}

func watched(t testing.TB) (*linkpack.Shortener, *watchedStore) {
	t.Helper()
	store := &watchedStore{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s, store
}

func visit(s *linkpack.Shortener, code string) (string, error) {
	res, err := s.Resolve(context.Background(), "", code, new(routing.Visit))
	return res.Location, err
}

// try visits a code that may not exist.
func try(t *testing.T, s *linkpack.Shortener, code string) {
	if _, err := visit(s, code); err != nil && !errors.Is(err, linkpack.ErrNotFound) {
		t.Error(err)
	}
}

func TestABurstReadsTheStoreOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // an unknown code is cached for a second
		s, store := watched(t)
		link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range []string{link.ShortCode, "unknown"} {
			store.lookups.Store(0)
			release := make(chan struct{})
			hold := func() error { <-release; return nil }
			store.before.Store(&hold)
			var wg sync.WaitGroup
			for range 100 {
				wg.Go(func() { try(t, s, code) })
			}
			close(release)
			wg.Wait()
			try(t, s, code)
			if n := store.lookups.Load(); n != 1 {
				t.Errorf("%s: the store was asked %d times, want once", code, n)
			}
		}
	})
}

func TestALoadThatBeganBeforeAChangeIsNotKept(t *testing.T) {
	s, store := watched(t)
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
	if err != nil {
		t.Fatal(err)
	}
	loaded, changed := make(chan struct{}), make(chan struct{})
	var once sync.Once
	after := func() { once.Do(func() { close(loaded); <-changed }) }
	store.after.Store(&after)
	done := make(chan struct{})
	go func() { try(t, s, link.ShortCode); close(done) }()
	<-loaded // the old link has been read but is not cached yet
	_, err = s.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Destination = home + "new"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	close(changed)
	<-done
	if got, err := visit(s, link.ShortCode); got != home+"new" {
		t.Errorf("leads to %q, %v", got, err)
	}
}

func TestAStoreErrorIsNotRemembered(t *testing.T) {
	s, store := watched(t)
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	fail := func() error { return broken }
	store.before.Store(&fail)
	if _, err := visit(s, link.ShortCode); !errors.Is(err, broken) {
		t.Errorf("got %v, want the store's error", err)
	}
	store.before.Store(nil)
	if got, err := visit(s, link.ShortCode); got != home {
		t.Errorf("once the store works: %q, %v", got, err)
	}
}

func TestALinkThatTheStoreDamagedIsNotServed(t *testing.T) {
	store := memory.New()
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.UpdateLinks(t.Context(), link.Workspace, []string{link.ID}, func(_ int, l *linkpack.Link) error {
		l.Destination = "javascript:alert(1)"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := visit(s, link.ShortCode); !errors.Is(err, linkpack.ErrInvalid) || got != "" {
		t.Errorf("leads to %q, %v", got, err)
	}
}
