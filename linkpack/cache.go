package linkpack

import (
	"context"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// How long the cache believes what the store said: other processes may change
// it too.
const (
	linkLifetime = time.Minute
	missLifetime = time.Second
)

// address is where a link is found.
type address struct {
	domain, code string
}

// entry is a link made ready to answer visits, or the reason why there is none.
type entry struct {
	link      *Link
	table     *routing.Table
	plan      *analytics.Plan
	locations []string // of the link, then of its rules, parameters set
	fallback  string   // where the link leads after its end, parameters set
	miss      error
}

// linkCache keeps entries in bounded memory. A key is loaded once however many
// ask for it, and a load loses to an invalidation that came after it began.
type linkCache struct {
	entries *otter.Cache[address, *entry]
	loader  otter.Loader[address, *entry]
	counter *stats.Counter
}

// loads are the statistics that a cache is to keep itself: get counts the
// look-ups, each once.
type loads struct{ *stats.Counter }

// RecordHits leaves hits to get.
func (loads) RecordHits(int) {}

// RecordMisses leaves misses to get.
func (loads) RecordMisses(int) {}

func newLinkCache(bytes int, load func(context.Context, address) (*entry, error)) *linkCache {
	counter := stats.NewCounter()
	return &linkCache{
		counter: counter,
		entries: otter.Must(&otter.Options[address, *entry]{
			MaximumWeight: uint64(bytes),
			StatsRecorder: loads{counter},
			Weigher:       func(_ address, e *entry) uint32 { return e.size() },
			ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[address, *entry]) time.Duration {
				if e.Value.miss != nil {
					return missLifetime
				}
				return linkLifetime
			}),
		}),
		loader: otter.LoaderFunc[address, *entry](load),
	}
}

// get returns the entry of an address. The code is a part of a request, all of
// which a key would keep.
func (c *linkCache) get(ctx context.Context, at address) (*entry, error) {
	if e, ok := c.entries.GetIfPresent(at); ok {
		c.counter.RecordHits(1)
		return e, nil
	}
	c.counter.RecordMisses(1)
	at.code = strings.Clone(at.code)
	return c.entries.Get(ctx, at, c.loader)
}

func (c *linkCache) invalidate(domain, code string) { c.entries.Invalidate(address{domain, code}) }

func (c *linkCache) invalidateAll() { c.entries.InvalidateAll() }

func (c *linkCache) close() { c.entries.StopAllGoroutines() }

// size estimates the entry's memory in bytes. Strings of the link are counted
// once, also where the plan shares them.
func (e *entry) size() uint32 {
	const fixed, perRule = 700, 500
	if e.miss != nil {
		return 200
	}
	n := fixed + len(e.link.Destination)
	for _, rule := range e.link.Rules {
		n += perRule
		for _, clause := range rule.Clauses {
			n += 4 * len(clause.Value) // as text and compiled
		}
	}
	for _, location := range e.locations {
		n += len(location)
	}
	n += len(e.link.Notes) + len(e.fallback) + len(e.link.Aliases)*100
	for _, script := range e.link.Scripts {
		n += len(script.Content) + 32
	}
	for key, value := range e.link.Metadata {
		n += len(key) + len(value) + 32
	}
	for _, tag := range e.link.Tags {
		n += len(tag) + 16
	}
	return uint32(n)
}
