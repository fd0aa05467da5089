// Package linkpacktest lets a host's unit tests ask where a link leads, in
// three lines: make a [Kit], make a link, make a visit.
//
// The kit keeps everything in memory. Its clock stands still until it is
// moved, and visitors are where and what the test says they are.
package linkpacktest

import (
	"context"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Start is what a kit's clock shows at first: Monday noon, UTC.
func Start() time.Time { return time.Date(2026, time.January, 5, 12, 0, 0, 0, time.UTC) }

// Kit is a Shortener made for tests. Its embedded methods work as ever.
type Kit struct {
	*linkpack.Shortener
	// Clock tells the kit's time.
	Clock *Clock

	t testing.TB
}

// New returns a kit that is closed when the test ends. Options, if given, are
// the Shortener's; a Clock among them is replaced by the kit's.
func New(t testing.TB, opts ...linkpack.Options) *Kit {
	t.Helper()
	var o linkpack.Options
	if len(opts) > 0 {
		o = opts[0]
	}
	clock := NewClock(Start())
	o.Clock = clock.Now
	store := memory.New()
	s, err := linkpack.New(store, &o)
	if err != nil {
		t.Fatalf("making a Shortener: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Errorf("closing the Shortener: %v", err)
		}
		if err := store.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	return &Kit{Shortener: s, Clock: clock, t: t}
}

// Link makes a link and fails the test when it cannot be made.
func (k *Kit) Link(link linkpack.Link) *linkpack.Link {
	k.t.Helper()
	made, err := k.Shorten(k.t.Context(), link)
	if err != nil {
		k.t.Fatalf("making a link to %q: %v", link.Destination, err)
	}
	return made
}

// Clicks returns the human clicks that were recorded for a link.
func (k *Kit) Clicks(link *linkpack.Link) uint64 {
	k.t.Helper()
	if err := k.Flush(k.t.Context()); err != nil {
		k.t.Fatalf("writing the clicks: %v", err)
	}
	stats, err := k.Stats(k.t.Context(), link, linkpack.StatsQuery{})
	if err != nil {
		k.t.Fatalf("reading the statistics: %v", err)
	}
	return stats.Clicks()
}
