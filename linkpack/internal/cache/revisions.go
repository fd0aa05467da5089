package cache

import (
	"context"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"
)

// maxKnownRevisions bounds the size of Revisions. Each takes about 200 bytes.
const maxKnownRevisions = 50_000

// Revisions caches the newest revision of each design. Without it, each request
// would read the whole design from the store, which is megabytes if it has an
// image. Revisions is safe for concurrent use.
type Revisions struct {
	lifetime time.Duration
	known    *otter.Cache[Design, knownRevision]
}

// Design names a design.
type Design struct {
	// Workspace owns the design.
	Workspace string
	// ID is the design's ID.
	ID string
}

type knownRevision struct {
	number uint64
	read   time.Time
}

// NewRevisions returns an empty cache that keeps revisions for lifetime.
func NewRevisions(lifetime time.Duration) *Revisions {
	return &Revisions{lifetime, otter.Must(&otter.Options[Design, knownRevision]{MaximumSize: maxKnownRevisions})}
}

// Get returns the newest revision. It calls load if the revision is not cached
// or is too old. If Forget is called during a load, the result is not kept.
func (c *Revisions) Get(ctx context.Context, key Design, now time.Time, load func(context.Context) (uint64, error)) (uint64, error) {
	known, ok := c.known.GetIfPresent(key)
	if age := now.Sub(known.read); ok && age >= 0 && age < c.lifetime {
		return known.number, nil
	}
	if ok {
		c.Forget(key)
	}
	key = Design{strings.Clone(key.Workspace), strings.Clone(key.ID)} // they may be parts of a request
	known, err := c.known.Get(ctx, key, otter.LoaderFunc[Design, knownRevision](
		func(ctx context.Context, _ Design) (knownRevision, error) {
			number, err := load(ctx)
			return knownRevision{number, now}, err
		}))
	return known.number, err
}

// Forget removes a design from the cache.
func (c *Revisions) Forget(key Design) { c.known.Invalidate(key) }

// ForgetAll removes all designs from the cache.
func (c *Revisions) ForgetAll() { c.known.InvalidateAll() }
