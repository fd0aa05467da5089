package linkpack

import (
	"cmp"
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// LatestDesignRevision returns the newest revision of a workspace's design, or
// ErrNotFound. It caches the answer until the design changes, so it costs less
// than [Shortener.Design]. It sees changes by other Shorteners within a second.
func (s *Shortener) LatestDesignRevision(ctx context.Context, workspace, id string) (uint64, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return 0, err
	}
	key := cache.Design{Workspace: cmp.Or(workspace, DefaultWorkspace), ID: id}
	return s.revisions.Get(ctx, key, s.opts.Clock(), func(ctx context.Context) (uint64, error) {
		d, err := s.store.Document(ctx, KindDesign, key.Workspace, id)
		if err != nil {
			return 0, fmt.Errorf("design %q: %w", clip.Text(id), err)
		}
		return d.Revision, nil
	})
}
