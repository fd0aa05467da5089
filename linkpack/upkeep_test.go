package linkpack_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// slowBin is a store whose bin takes an hour to be emptied.
type slowBin struct{ linkpack.Links }

func (slowBin) EmptyBin(ctx context.Context, _ time.Time, _ linkpack.Edit, _ int) (int, error) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Hour):
	}
	return 0, ctx.Err()
}

func TestUpkeepDoesNotDelayWhatOthersChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		here, err := linkpack.New(store, nil)
		steps(t, err)
		there, err := linkpack.New(&sharedStore{Links: slowBin{store}, Documents: store, Changes: store, Visitors: store, Store: memory.New()}, nil)
		steps(t, err)
		link, err := here.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "a"})
		steps(t, err)
		_, err = visit(there, "a")
		steps(t, err)
		const next = "https://example.com/next"
		_, err = here.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Destination = next; return nil })
		steps(t, err)
		time.Sleep(time.Second)
		if got, err := visit(there, "a"); err != nil || got != next {
			t.Errorf("leads to %q, %v", got, err)
		}
		steps(t, here.Close(context.Background()), there.Close(context.Background()))
	})
}

// countedBin counts how often the bin is emptied.
type countedBin struct {
	linkpack.Links
	emptied *atomic.Int64
}

func (c countedBin) EmptyBin(context.Context, time.Time, linkpack.Edit, int) (int, error) {
	c.emptied.Add(1)
	return 0, nil
}

func TestOneOfSeveralShortenersDoesTheUpkeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, emptied := memory.New(), new(atomic.Int64)
		start := func() *linkpack.Shortener {
			s, err := linkpack.New(&sharedStore{Links: countedBin{store, emptied}, Documents: store, Changes: store, Visitors: store, Store: memory.New()}, nil)
			steps(t, err)
			return s
		}
		first, second := start(), start()
		expect := func(wait time.Duration, want int64) {
			t.Helper()
			time.Sleep(wait)
			if got := emptied.Load(); got != want {
				t.Errorf("the upkeep is done %d times, want %d", got, want)
			}
		}
		expect(10*time.Minute, 1) // when they start
		expect(2*time.Hour, 3)
		steps(t, first.Close(context.Background()))
		expect(2*time.Second, 4) // by the other one
		expect(time.Hour, 5)
		steps(t, second.Close(context.Background()))
	})
}
