// Package cache caches compiled links and the newest revisions of designs.
package cache

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"
)

// missLifetime is the lifetime, in seconds, of entries without a link.
const missLifetime = 1

// Cache keeps entries in bounded memory. Concurrent requests for a key share
// one load. If the key is invalidated during a load, the result of the load is
// not kept. A Cache is safe for concurrent use.
type Cache[E Entry] struct {
	clock      func() time.Time
	begin      time.Time
	lifetime   int32 // of links, in seconds
	entries    *otter.Cache[string, E]
	loader     otter.Loader[string, E]
	counter    *stats.Counter
	generation atomic.Uint32 // counts the calls of InvalidateAll
}

// loads records only loads and evictions. Get counts hits and misses itself, so
// that each lookup counts once.
type loads struct{ *stats.Counter }

// RecordHits does nothing, since Get counts hits.
func (loads) RecordHits(int) {}

// RecordMisses does nothing, since Get counts misses.
func (loads) RecordMisses(int) {}

// New returns a cache that takes at most about the given number of bytes. load
// loads the entry of an address; an entry with a link is kept for lifetime,
// measured by clock.
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

// Get returns the entry of an address, loading it if there is none or if it is
// stale. It clones the key for a load, since the code may be a substring of a
// request that would otherwise stay in memory.
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

// drop removes an entry unless it has been replaced.
func (c *Cache[E]) drop(key string, e E) {
	c.entries.ComputeIfPresent(key, func(newest E) (E, otter.ComputeOp) {
		if newest == e {
			var none E
			return none, otter.InvalidateOp
		}
		return newest, otter.CancelOp
	})
}

// seconds returns a time as entries store it.
func (c *Cache[E]) seconds(now time.Time) int32 { return int32(now.Sub(c.begin) / time.Second) }

// isStale reports whether the entry is too old, is from the future because the
// clock was set back, or was loaded before the last InvalidateAll.
func (c *Cache[E]) isStale(e E, now time.Time) bool {
	h := e.head()
	age, lifetime := c.seconds(now)-h.loaded, c.lifetime
	if h.Miss != Found {
		lifetime = missLifetime
	}
	return age >= lifetime || age < 0 || h.generation != c.current()
}

// Peek returns the entry of an address if there is one, even if it is too old.
func (c *Cache[E]) Peek(at Address) (e E, ok bool) {
	found, ok := c.entries.GetEntryQuietly(at.key())
	return found.Value, ok && found.Value.head().generation == c.current()
}

// Invalidate removes the entry of an address.
func (c *Cache[E]) Invalidate(at Address) { c.entries.Invalidate(at.key()) }

// InvalidateAll removes all entries. Raising the generation covers those that
// are being loaded, which InvalidateAll of the entries does not.
func (c *Cache[E]) InvalidateAll() {
	c.generation.Add(1)
	c.entries.InvalidateAll()
}

// current returns the generation as entries store it. It may wrap around, since
// no entry lives that long.
func (c *Cache[E]) current() uint16 { return uint16(c.generation.Load()) }

// Figures returns the counters, and the number and weight of the entries. The
// clean-up brings the latter up to date.
func (c *Cache[E]) Figures() (counted stats.Stats, entries int, weight uint64) {
	c.entries.CleanUp()
	return c.counter.Snapshot(), c.entries.EstimatedSize(), c.entries.WeightedSize()
}

// Close stops the goroutines of the cache.
func (c *Cache[E]) Close() { c.entries.StopAllGoroutines() }
