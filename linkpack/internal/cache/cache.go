// Package cache keeps links that are ready to answer visits, and which revision of
// a design is the newest.
package cache

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"
)

// missLifetime is how long, in seconds, the cache believes that there is no link.
const missLifetime = 1

// Cache keeps entries in bounded memory. A key is loaded once however many
// ask for it, and a load loses to an invalidation that came after it began. It is
// safe for concurrent use.
type Cache[E Entry] struct {
	clock      func() time.Time
	begin      time.Time
	lifetime   int32 // of links, in seconds
	entries    *otter.Cache[string, E]
	loader     otter.Loader[string, E]
	counter    *stats.Counter
	generation atomic.Uint32 // counts what invalidated all
}

// loads are the statistics that a cache is to keep itself: Get counts the
// look-ups, each once.
type loads struct{ *stats.Counter }

// RecordHits leaves hits to Get.
func (loads) RecordHits(int) {}

// RecordMisses leaves misses to Get.
func (loads) RecordMisses(int) {}

// New returns a cache that takes about as many bytes and believes for a lifetime,
// told by a clock, what load said of an address that has a link.
func New[E Entry](bytes int, lifetime time.Duration, clock func() time.Time, load func(context.Context, Address) (E, error)) *Cache[E] {
	counter := stats.NewCounter()
	c := &Cache[E]{
		clock: clock, begin: clock(), lifetime: int32(lifetime / time.Second),
		counter: counter,
		entries: otter.Must(&otter.Options[string, E]{
			MaximumWeight: uint64(bytes),
			StatsRecorder: loads{counter},
			Weigher:       func(_ string, e E) uint32 { return e.head().Weight },
		}),
	}
	c.loader = otter.LoaderFunc[string, E](func(ctx context.Context, key string) (E, error) {
		generation, loaded := c.current(), c.seconds(c.clock())
		e, err := load(ctx, addressOf(key))
		if err == nil {
			e.head().generation, e.head().loaded = generation, loaded
		}
		return e, err
	})
	return c
}

// Get returns the entry of an address, loading it when there is none or when
// the one there is was loaded too long ago. The code is a part of a request,
// all of which a key would keep.
func (c *Cache[E]) Get(ctx context.Context, at Address, now time.Time) (E, error) {
	key := at.key()
	e, ok := c.entries.GetIfPresent(key)
	if ok && !c.isStale(e, now) {
		c.counter.RecordHits(1)
		return e, nil
	}
	c.counter.RecordMisses(1)
	if ok {
		c.drop(key, e)
	}
	key = strings.Clone(key)
	for {
		e, err := c.entries.Get(ctx, key, c.loader)
		if err != nil || e.head().generation == c.current() {
			return e, err
		}
		c.drop(key, e)
	}
}

// drop forgets an entry, unless another has taken its place.
func (c *Cache[E]) drop(key string, e E) {
	c.entries.ComputeIfPresent(key, func(newest E) (E, otter.ComputeOp) {
		if newest == e {
			var none E
			return none, otter.InvalidateOp
		}
		return newest, otter.CancelOp
	})
}

// seconds returns a time as entries keep it.
func (c *Cache[E]) seconds(now time.Time) int32 { return int32(now.Sub(c.begin) / time.Second) }

// isStale reports whether the entry is too old, or from the future of a clock
// that was put back, or from before everything was invalidated.
func (c *Cache[E]) isStale(e E, now time.Time) bool {
	h := e.head()
	age, lifetime := c.seconds(now)-h.loaded, c.lifetime
	if h.Miss != Found {
		lifetime = missLifetime
	}
	return age >= lifetime || age < 0 || h.generation != c.current()
}

// Peek returns the entry of an address if there is one, however old.
func (c *Cache[E]) Peek(at Address) (e E, ok bool) {
	found, ok := c.entries.GetEntryQuietly(at.key())
	return found.Value, ok && found.Value.head().generation == c.current()
}

// Invalidate has the entry of an address loaded anew.
func (c *Cache[E]) Invalidate(at Address) { c.entries.Invalidate(at.key()) }

// InvalidateAll makes all entries stale, those too that are being loaded, of
// which InvalidateAll of the entries knows nothing.
func (c *Cache[E]) InvalidateAll() {
	c.generation.Add(1)
	c.entries.InvalidateAll()
}

// current returns the generation as entries keep it: none lives for as many as
// it takes to come round.
func (c *Cache[E]) current() uint16 { return uint16(c.generation.Load()) }

// Figures returns the counters, which are striped so that requests do not wait for
// each other, and the number and weight of the entries. The latter lag behind,
// hence the clean-up.
func (c *Cache[E]) Figures() (counted stats.Stats, entries int, weight uint64) {
	c.entries.CleanUp()
	return c.counter.Snapshot(), c.entries.EstimatedSize(), c.entries.WeightedSize()
}

// Close ends the goroutines of the cache.
func (c *Cache[E]) Close() { c.entries.StopAllGoroutines() }
