package linkpack_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// countingStore counts how often documents are read.
type countingStore struct {
	linkpack.Store
	reads atomic.Int64
}

func (c *countingStore) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	c.reads.Add(1)
	return c.Store.Document(ctx, kind, workspace, id)
}

// twoProcesses returns two Shorteners on one store, and the first one's store,
// which counts reads.
func twoProcesses(t *testing.T, clock *linkpacktest.Clock) (*countingStore, *linkpack.Shortener, *linkpack.Shortener) {
	t.Helper()
	store := &countingStore{Store: memory.New()}
	open := func(store linkpack.Store) *linkpack.Shortener {
		s, err := linkpack.New(store, &linkpack.Options{Clock: clock.Now})
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
	return store, open(store), open(inAnotherProcess(store.Store))
}

func TestTheLatestRevisionOfADesignIsReadOnce(t *testing.T) {
	clock := linkpacktest.NewClock(linkpacktest.Start())
	store, s, other := twoProcesses(t, clock)
	design, err := s.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	expect := func(want uint64, reads int64) {
		t.Helper()
		before := store.reads.Load()
		for range 3 {
			got, err := s.LatestDesignRevision(t.Context(), "", design.ID)
			if got != want || err != nil {
				t.Fatalf("revision %d, %v, want %d", got, err, want)
			}
		}
		if got := store.reads.Load() - before; got != reads {
			t.Errorf("read %d times, want %d", got, reads)
		}
	}
	version := 1
	change := func(s *linkpack.Shortener) {
		t.Helper()
		version++
		if _, err := s.UpdateDesign(t.Context(), "", design.ID, to(fmt.Sprintf(`{"v":%d}`, version))); err != nil {
			t.Fatal(err)
		}
	}
	expect(1, 1)
	change(s)
	expect(2, 1)
	change(other)
	expect(2, 0)
	clock.Advance(time.Minute)
	expect(3, 1)

	if err := s.DeleteDesign(t.Context(), "", design.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.LatestDesignRevision(t.Context(), "", design.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("after its deletion: %v", err)
	}
	if _, err := s.LatestDesignRevision(t.Context(), "acme", design.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("in another workspace: %v", err)
	}
}
