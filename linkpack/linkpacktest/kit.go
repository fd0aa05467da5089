// Package linkpacktest helps to test where links lead. A test takes three lines: make
// a [Kit], make a link, make a visit.
//
//	kit := linkpacktest.New(t)
//	link := kit.NewLink(linkpack.Link{Destination: "https://example.com/"})
//	got := kit.Visit(link).From("DE").Location()
//
// The kit keeps everything in memory. Its clock moves only when the test moves it, and
// the test sets the visitor's country, device and headers.
package linkpacktest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Start returns the time that a kit's clock starts at: noon UTC on a Monday.
func Start() time.Time { return time.Date(2026, time.January, 5, 12, 0, 0, 0, time.UTC) }

// Kit is a Shortener for tests, with helpers for links and visits. The methods of the
// embedded Shortener work as usual.
type Kit struct {
	*linkpack.Shortener
	// Clock is the clock of the Shortener.
	Clock *Clock

	t testing.TB
}

// New returns a kit that is closed when the test ends. opts are the options of the
// Shortener; their Clock is replaced by the kit's, and their Logger defaults to the
// output of the test.
func New(t testing.TB, opts ...linkpack.Options) *Kit {
	t.Helper()
	var o linkpack.Options
	if len(opts) > 0 {
		o = opts[0]
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
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

// NewLink makes a link. It fails the test if that is not possible.
func (k *Kit) NewLink(link linkpack.Link) *linkpack.Link {
	k.t.Helper()
	made, err := k.CreateLink(k.t.Context(), link)
	if err != nil {
		k.t.Fatalf("making a link to %q: %v", link.Destination, err)
	}
	return made
}

// Count returns the number of recorded human clicks of a link.
func (k *Kit) Count(link *linkpack.Link) uint64 {
	k.t.Helper()
	if err := k.Flush(k.t.Context()); err != nil {
		k.t.Fatalf("writing the clicks: %v", err)
	}
	stats, err := k.Stats(k.t.Context(), link.Workspace, link.ID, analytics.Query{})
	if err != nil {
		k.t.Fatalf("reading the statistics: %v", err)
	}
	return stats.Clicks()
}
