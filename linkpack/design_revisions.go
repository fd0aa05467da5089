package linkpack

import (
	"cmp"
	"context"
	"errors"
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
		d, err := s.store.Document(outside(ctx), KindDesign, key.Workspace, id)
		if err != nil {
			return 0, fmt.Errorf("design %q: %w", clip.Text(id), err)
		}
		return d.Revision, nil
	})
}

// DesignRevision returns a revision of a design in any workspace, or
// ErrNotFound. It also finds revisions of deleted designs.
func (s *Shortener) DesignRevision(ctx context.Context, id string, revision uint64) (*StoredDesign, error) {
	d, err := s.store.DocumentByKey(ctx, KindDesign, id)
	if errors.Is(err, ErrNotFound) || err == nil && d.Revision != revision {
		d, err = s.store.DocumentByKey(ctx, kindDesignRevision, revisionKey(id, revision))
	}
	if err != nil {
		return nil, fmt.Errorf("design %q at revision %d: %w", clip.Text(id), revision, err)
	}
	if _, err := scopeIn(ctx, d.Workspace, MayRead); err != nil {
		return nil, err
	}
	design, err := decodeDesign(d)
	if err != nil {
		return nil, err
	}
	design.ID, design.Revision = id, revision
	return design, nil
}

// keepDesign stores a design under its revision. An earlier attempt may have
// stored it already, which is no error.
func (s *Shortener) keepDesign(ctx context.Context, old *StoredDesign) error {
	key := revisionKey(old.ID, old.Revision)
	err := s.createOwned(ctx, old.Workspace, Document{
		Kind: kindDesignRevision, Workspace: old.Workspace, ID: key, Keys: []string{key},
	}, nil, &designBody{Design: old.Body, CreatedAt: old.CreatedAt, UpdatedAt: old.UpdatedAt})
	if errors.Is(err, ErrExists) {
		return nil
	}
	return err
}

func revisionKey(id string, revision uint64) string { return fmt.Sprintf("%s.%d", id, revision) }
