package linkpack

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"
)

// How long, in seconds, the cache believes what the store said. What other
// Shorteners change is forgotten sooner, once it is in the change log; the
// lifetime is for the time in which the log cannot be read. That of a store of
// this process alone can be read whenever the links can.
const (
	linkLifetime  = int32(time.Minute / time.Second)
	ownedLifetime = int32(time.Hour / time.Second)
	missLifetime  = 1
)

// lifetimeOf returns how long links of a store are believed.
func lifetimeOf(store Store) int32 {
	if s, ok := store.(Exclusive); ok && s.Exclusive() {
		return ownedLifetime
	}
	return linkLifetime
}

// address is where a link is found.
type address struct {
	domain, code string
}

// key returns the address in one text, which takes less memory: the code, after
// the domain and a slash unless that is the default one. No code has a slash.
func (a address) key() string {
	if a.domain == "" {
		return a.code
	}
	return a.domain + "/" + a.code
}

// addressOf returns the address that a key stands for.
func addressOf(key string) address {
	if domain, code, found := strings.Cut(key, "/"); found {
		return address{domain, code}
	}
	return address{"", key}
}

// linkCache keeps entries in bounded memory. A key is loaded once however many
// ask for it, and a load loses to an invalidation that came after it began.
type linkCache struct {
	begin      time.Time
	lifetime   int32 // of links, in seconds
	entries    *otter.Cache[string, *entry]
	loader     otter.Loader[string, *entry]
	counter    *stats.Counter
	generation atomic.Uint32 // counts what invalidated all
}

// loads are the statistics that a cache is to keep itself: get counts the
// look-ups, each once.
type loads struct{ *stats.Counter }

// RecordHits leaves hits to get.
func (loads) RecordHits(int) {}

// RecordMisses leaves misses to get.
func (loads) RecordMisses(int) {}

func newLinkCache(bytes int, lifetime int32, begin time.Time, load func(context.Context, address) (*entry, error)) *linkCache {
	counter := stats.NewCounter()
	c := &linkCache{
		begin: begin, lifetime: lifetime,
		counter: counter,
		entries: otter.Must(&otter.Options[string, *entry]{
			MaximumWeight: uint64(bytes),
			StatsRecorder: loads{counter},
			Weigher:       func(_ string, e *entry) uint32 { return e.weight },
		}),
	}
	c.loader = otter.LoaderFunc[string, *entry](func(ctx context.Context, key string) (*entry, error) {
		generation := c.current()
		e, err := load(ctx, addressOf(key))
		if err == nil {
			e.generation = generation
		}
		return e, err
	})
	return c
}

// get returns the entry of an address, loading it when there is none or when
// the one there is was loaded too long ago. The code is a part of a request,
// all of which a key would keep.
func (c *linkCache) get(ctx context.Context, at address, now time.Time) (*entry, error) {
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
		if err != nil || e.generation == c.current() {
			return e, err
		}
		c.drop(key, e)
	}
}

// drop forgets an entry, unless another has taken its place.
func (c *linkCache) drop(key string, e *entry) {
	c.entries.ComputeIfPresent(key, func(newest *entry) (*entry, otter.ComputeOp) {
		if newest == e {
			return nil, otter.InvalidateOp
		}
		return newest, otter.CancelOp
	})
}

// seconds returns a time as entries keep it.
func (c *linkCache) seconds(now time.Time) int32 { return int32(now.Sub(c.begin) / time.Second) }

// isStale reports whether the entry is too old, or from the future of a clock
// that was put back, or from before everything was invalidated.
func (c *linkCache) isStale(e *entry, now time.Time) bool {
	age, lifetime := c.seconds(now)-e.loaded, c.lifetime
	if e.miss != noMiss {
		lifetime = missLifetime
	}
	return age >= lifetime || age < 0 || e.generation != c.current()
}

// knows reports whether there is an entry of a link at a revision or a later
// one.
func (c *linkCache) knows(domain, code string, revision uint64) bool {
	found, ok := c.entries.GetEntryQuietly(address{domain, code}.key())
	if !ok {
		return false
	}
	e := found.Value
	return e.miss == noMiss && e.generation == c.current() && uint64(e.plan.Revision) >= revision
}

func (c *linkCache) invalidate(domain, code string) {
	c.entries.Invalidate(address{domain, code}.key())
}

// invalidateAll makes all entries stale, those too that are being loaded, of
// which InvalidateAll of the entries knows nothing.
func (c *linkCache) invalidateAll() {
	c.generation.Add(1)
	c.entries.InvalidateAll()
}

// current returns the generation as entries keep it: none lives for as many as
// it takes to come round.
func (c *linkCache) current() uint16 { return uint16(c.generation.Load()) }

func (c *linkCache) close() { c.entries.StopAllGoroutines() }
