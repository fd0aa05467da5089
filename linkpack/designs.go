package linkpack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// StoredDesign describes how the QR codes of links look. This package stores designs
// but does not parse them.
type StoredDesign struct {
	// ID is unique in the store.
	ID string `json:"id"`
	// Workspace owns the design.
	Workspace string `json:"workspace"`
	// Revision counts the changes, starting at 1.
	Revision uint64 `json:"revision"`
	// Body is a JSON object of at most 5 MiB that Options.CheckDesign accepts, as it
	// returns it.
	Body json.RawMessage `json:"body"`
	// CreatedAt is when the design was created, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// UpdatedAt is when the design was last changed, in UTC.
	UpdatedAt time.Time `json:"updated_at"`
}

// designBody is a design as stored.
type designBody struct {
	Design    json.RawMessage `json:"design"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

// CreateDesign stores a design with the Workspace and Body of design, ignores its
// other fields, and returns the design as stored. It returns a [FieldError] for an
// invalid Body and ErrNotFound for an unknown workspace.
func (s *Shortener) CreateDesign(ctx context.Context, design StoredDesign) (*StoredDesign, error) {
	ctx, err := permit(ctx, design.Workspace, MayCreate)
	if err != nil {
		return nil, err
	}
	body, err := s.checkDesign(design.Body)
	if err != nil {
		return nil, err
	}
	owner, err := s.Workspace(ctx, design.Workspace)
	if err != nil {
		return nil, err
	}
	if err := s.checkQuota(ctx, owner.ID, KindDesign, 1); err != nil {
		return nil, err
	}
	id, err := s.ids.Next(s.now())
	if err != nil {
		return nil, err
	}
	stored := designBody{Design: body, CreatedAt: s.now(), UpdatedAt: s.now()}
	d := Document{Kind: KindDesign, Workspace: owner.ID, ID: id, Keys: []string{id}, Revision: 1}
	if err := s.createOwned(ctx, owner.ID, d, s.edit(ctx, owner.ID), &stored); err != nil {
		return nil, err
	}
	return stored.design(&d), nil
}

// Design returns a workspace's design, or ErrNotFound.
func (s *Shortener) Design(ctx context.Context, workspace, id string) (*StoredDesign, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	d, err := s.store.Document(ctx, KindDesign, cmp.Or(workspace, DefaultWorkspace), id)
	if err != nil {
		return nil, fmt.Errorf("design %q: %w", clip.Text(id), err)
	}
	return decodeDesign(d)
}

// Designs returns a workspace's designs, oldest first. If some are damaged, it returns
// the others, and an error that wraps a [DamagedError] for each.
func (s *Shortener) Designs(ctx context.Context, workspace string) ([]*StoredDesign, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	return list(ctx, s, KindDesign, cmp.Or(workspace, DefaultWorkspace), decodeDesign)
}

// UpdateDesign changes the Body of a workspace's design with the function update
// and returns the design as stored. It ignores changes to other fields and stores
// nothing if the Body is the same. update may run more than once; if it returns an
// error, nothing is changed. QR codes of links that use the design change with it.
// [Shortener.DesignRevision] still returns the old revision.
func (s *Shortener) UpdateDesign(ctx context.Context, workspace, id string, update func(*StoredDesign) error) (*StoredDesign, error) {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	for {
		old, err := s.Design(ctx, workspace, id)
		if err != nil {
			return nil, err
		}
		changed := *old
		changed.Body = bytes.Clone(old.Body)
		if err := update(&changed); err != nil {
			return nil, err
		}
		if bytes.Equal(changed.Body, old.Body) {
			return old, nil
		}
		body, err := s.checkDesign(changed.Body)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(body, old.Body) {
			return old, nil
		}
		replaced, err := s.replaceDesign(ctx, old, body)
		s.revisions.Forget(cache.Design{Workspace: old.Workspace, ID: old.ID})
		if !errors.Is(err, errChanged) {
			return replaced, err
		}
	}
}

// replaceDesign stores the old revision of a design, then changes the design
// unless it has changed in the meantime.
func (s *Shortener) replaceDesign(ctx context.Context, old *StoredDesign, body json.RawMessage) (*StoredDesign, error) {
	if err := s.keepDesign(ctx, old); err != nil {
		return nil, err
	}
	stored := designBody{Design: body, CreatedAt: old.CreatedAt, UpdatedAt: s.now()}
	d, err := s.store.UpdateDocument(ctx, KindDesign, old.Workspace, old.ID, s.edit(ctx, old.Workspace), func(d *Document) (err error) {
		if d.Revision != old.Revision {
			return errChanged
		}
		d.Body, err = json.Marshal(&stored)
		return err
	})
	if err != nil {
		return nil, err
	}
	return stored.design(d), nil
}

// DeleteDesign removes a workspace's design, or returns ErrNotFound. Links that
// use it get plain QR codes. Images that were pinned to it, and those of links that were
// deleted before, still use it, unless it is damaged.
func (s *Shortener) DeleteDesign(ctx context.Context, workspace, id string) error {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	switch old, err := s.Design(ctx, workspace, id); {
	case errors.Is(err, ErrDamaged): // there is nothing to keep
	case err != nil:
		return err
	default:
		if err := s.keepDesign(ctx, old); err != nil {
			return err
		}
	}
	defer s.revisions.Forget(cache.Design{Workspace: workspace, ID: id})
	return s.store.DeleteDocument(ctx, KindDesign, workspace, id, s.edit(ctx, workspace))
}

func decodeDesign(d *Document) (*StoredDesign, error) {
	body, err := decodeAs[designBody](d)
	if err != nil {
		return nil, err
	}
	return body.design(d), nil
}

func (b *designBody) design(d *Document) *StoredDesign {
	return &StoredDesign{
		ID: d.ID, Workspace: d.Workspace, Revision: d.Revision,
		Body: b.Design, CreatedAt: b.CreatedAt, UpdatedAt: b.UpdatedAt,
	}
}
