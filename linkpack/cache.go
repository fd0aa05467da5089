package linkpack

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"
)

// How long the cache believes what the store said: other processes may change
// it too.
const (
	linkLifetime = int32(time.Minute / time.Second)
	missLifetime = 1
)

// address is where a link is found.
type address struct {
	domain, code string
}

// linkCache keeps entries in bounded memory. A key is loaded once however many
// ask for it, and a load loses to an invalidation that came after it began.
type linkCache struct {
	begin   time.Time
	entries *otter.Cache[address, *entry]
	loader  otter.Loader[address, *entry]
}

func newLinkCache(bytes int, begin time.Time, load func(context.Context, address) (*entry, error)) *linkCache {
	return &linkCache{
		begin: begin,
		entries: otter.Must(&otter.Options[address, *entry]{
			MaximumWeight: uint64(bytes),
			Weigher:       func(_ address, e *entry) uint32 { return e.weight },
		}),
		loader: otter.LoaderFunc[address, *entry](load),
	}
}

// get returns the entry of an address, loading it when there is none or when
// the one there is was loaded too long ago.
func (c *linkCache) get(ctx context.Context, at address, now time.Time) (*entry, error) {
	e, err := c.entries.Get(ctx, at, c.loader)
	if err != nil || !e.isStale(c.seconds(now)) {
		return e, err
	}
	c.entries.ComputeIfPresent(at, func(newest *entry) (*entry, otter.ComputeOp) {
		if newest == e {
			return nil, otter.InvalidateOp
		}
		return newest, otter.CancelOp
	})
	return c.entries.Get(ctx, at, c.loader)
}

// seconds returns a time as entries keep it.
func (c *linkCache) seconds(now time.Time) int32 { return int32(now.Sub(c.begin) / time.Second) }

// isStale reports whether the entry is too old, or from the future of a clock
// that was put back.
func (e *entry) isStale(now int32) bool {
	age, lifetime := now-e.loaded, linkLifetime
	if e.miss != nil {
		lifetime = missLifetime
	}
	return age >= lifetime || age < 0
}

func (c *linkCache) invalidate(domain, code string) { c.entries.Invalidate(address{domain, code}) }

func (c *linkCache) invalidateAll() { c.entries.InvalidateAll() }

func (c *linkCache) close() { c.entries.StopAllGoroutines() }
