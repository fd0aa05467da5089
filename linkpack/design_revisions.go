package linkpack

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/maypok86/otter/v2"
)

// maxKnownRevisions bounds the memory of revisionCache, at about 200 bytes each.
const maxKnownRevisions = 50_000

// revisionCache knows which revision of a design is the newest. To ask the store
// means to read the design, megabytes if it has an image.
type revisionCache struct {
	lifetime time.Duration
	known    *otter.Cache[designKey, knownRevision]
}

type designKey struct{ workspace, id string }

type knownRevision struct {
	number uint64
	read   time.Time
}

func newRevisionCache(lifetime time.Duration) *revisionCache {
	return &revisionCache{lifetime, otter.Must(&otter.Options[designKey, knownRevision]{MaximumSize: maxKnownRevisions})}
}

// get returns the newest revision, by load when it is not known or was read too
// long ago. Loading loses to a forget that comes after it began.
func (c *revisionCache) get(ctx context.Context, key designKey, now time.Time, load func(context.Context) (uint64, error)) (uint64, error) {
	known, ok := c.known.GetIfPresent(key)
	if age := now.Sub(known.read); ok && age >= 0 && age < c.lifetime {
		return known.number, nil
	}
	if ok {
		c.forget(key)
	}
	known, err := c.known.Get(ctx, key, otter.LoaderFunc[designKey, knownRevision](
		func(ctx context.Context, _ designKey) (knownRevision, error) {
			number, err := load(ctx)
			return knownRevision{number, now}, err
		}))
	return known.number, err
}

func (c *revisionCache) forget(key designKey) { c.known.Invalidate(key) }

func (c *revisionCache) forgetAll() { c.known.InvalidateAll() }

// LatestDesignRevision returns the newest revision of a workspace's design, or
// ErrNotFound. It remembers the answer until the design changes, so that it costs
// less than [Shortener.Design]; what others change it sees within a second.
func (s *Shortener) LatestDesignRevision(ctx context.Context, workspace, id string) (uint64, error) {
	key := designKey{cmp.Or(workspace, DefaultWorkspace), id}
	return s.revisions.get(ctx, key, s.opts.Clock(), func(ctx context.Context) (uint64, error) {
		d, err := s.store.Document(ctx, KindDesign, key.workspace, id)
		if err != nil {
			return 0, fmt.Errorf("design %q: %w", clip(id), err)
		}
		return d.Revision, nil
	})
}
