package cache

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"
)

// maxKnownRevisions bounds the memory of Revisions, at about 200 bytes each.
const maxKnownRevisions = 50_000

// Revisions knows which revision of a design is the newest. To ask the store
// means to read the design, megabytes if it has an image. It is safe for
// concurrent use.
type Revisions struct {
	lifetime time.Duration
	known    *otter.Cache[Design, knownRevision]
}

// Design names a design.
type Design struct {
	// Workspace owns the design.
	Workspace string
	// ID names it there.
	ID string
}

type knownRevision struct {
	number uint64
	read   time.Time
}

// NewRevisions returns an empty cache that believes what it was told for a
// lifetime.
func NewRevisions(lifetime time.Duration) *Revisions {
	return &Revisions{lifetime, otter.Must(&otter.Options[Design, knownRevision]{MaximumSize: maxKnownRevisions})}
}

// Get returns the newest revision, by load when it is not known or was read too
// long ago. Loading loses to a Forget that comes after it began.
func (c *Revisions) Get(ctx context.Context, key Design, now time.Time, load func(context.Context) (uint64, error)) (uint64, error) {
	known, ok := c.known.GetIfPresent(key)
	if age := now.Sub(known.read); ok && age >= 0 && age < c.lifetime {
		return known.number, nil
	}
	if ok {
		c.Forget(key)
	}
	known, err := c.known.Get(ctx, key, otter.LoaderFunc[Design, knownRevision](
		func(ctx context.Context, _ Design) (knownRevision, error) {
			number, err := load(ctx)
			return knownRevision{number, now}, err
		}))
	return known.number, err
}

// Forget has a design's revision loaded anew.
func (c *Revisions) Forget(key Design) { c.known.Invalidate(key) }

// ForgetAll forgets all designs.
func (c *Revisions) ForgetAll() { c.known.InvalidateAll() }
