package linkpack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// CreateGroup creates a group with the Workspace, Name and Parent of group and ignores
// its other fields. It returns ErrExists if the workspace has a group with that name,
// ErrNotFound for an unknown workspace, and a [FieldError] for an invalid field or if
// the workspace has 10,000 groups.
func (s *Shortener) CreateGroup(ctx context.Context, group Group) (*Group, error) {
	ctx, err := permit(ctx, group.Workspace, MayCreate)
	if err != nil {
		return nil, err
	}
	if err := checkGroupName(&group.Name); err != nil {
		return nil, err
	}
	owner, err := s.Workspace(ctx, group.Workspace)
	if err != nil {
		return nil, err
	}
	d, err := s.makeGroup(ctx, owner.ID, group.Name, group.Parent)
	if err != nil {
		return nil, err
	}
	return decodeGroup(d)
}

// makeGroup stores a new group.
func (s *Shortener) makeGroup(ctx context.Context, workspace, name, parent string) (*Document, error) {
	if err := s.checkGroups(ctx, workspace); err != nil {
		return nil, err
	}
	id, err := s.ids.Next(s.now())
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(groupBody{Name: name, Parent: parent, CreatedAt: s.now(), UpdatedAt: s.now()})
	if err != nil {
		return nil, fmt.Errorf("encoding group %q: %w", id, err)
	}
	d := &Document{Kind: KindGroup, Workspace: workspace, ID: id, Keys: []string{groupKey(workspace, name)}, Body: body}
	err = s.inWorkspace(ctx, workspace, func(ctx context.Context) error {
		held, err := s.nest(ctx, workspace, id, parent, 1)
		if err != nil {
			return err
		}
		return s.store.CreateDocument(held, d, s.edit(ctx, workspace))
	})
	if errors.Is(err, ErrExists) {
		return nil, fmt.Errorf("group %q: %w", clip.Text(name), ErrExists)
	}
	return d, err
}

// checkGroups returns an error if a workspace cannot have another group.
func (s *Shortener) checkGroups(ctx context.Context, workspace string) error {
	n, err := s.store.CountDocuments(ctx, KindGroup, workspace)
	if err != nil {
		return err
	}
	if n >= maxGroups {
		return invalid("name", "the workspace has %d groups; delete some first", n)
	}
	return s.checkQuota(ctx, workspace, KindGroup, 1)
}

// UpdateGroup changes the Name and Parent of a workspace's group with the function
// update, which may run more than once, and returns the group as stored. It ignores
// changes to other fields, and stores nothing if these two are the same. It returns the
// errors of [Shortener.CreateGroup], ErrNotFound for a group that is unknown or being
// deleted, and any error of update. After an error, the group is unchanged.
func (s *Shortener) UpdateGroup(ctx context.Context, workspace, id string, update func(*Group) error) (*Group, error) {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	for {
		changed, err := s.tryGroup(ctx, workspace, id, update)
		if !errors.Is(err, ErrConflict) {
			return changed, err
		}
	}
}

// tryGroup changes a group. It returns ErrConflict if the group, or one that it is in,
// was changed in the meantime.
func (s *Shortener) tryGroup(ctx context.Context, workspace, id string, update func(*Group) error) (*Group, error) {
	old, err := s.Group(ctx, workspace, id)
	if err == nil && !old.DeletedAt.IsZero() {
		err = fmt.Errorf("group %q: %w", clip.Text(id), ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	changed := *old
	if err := update(&changed); err != nil {
		return nil, err
	}
	if err := checkGroupName(&changed.Name); err != nil {
		return nil, err
	}
	if changed.Name == old.Name && changed.Parent == old.Parent {
		return old, nil
	}
	if changed.Parent != old.Parent {
		if ctx, err = s.nestBranch(ctx, old, changed.Parent); err != nil {
			return nil, err
		}
	}
	return s.replaceGroup(ctx, old, groupBody{Name: changed.Name, Parent: changed.Parent, CreatedAt: old.CreatedAt, UpdatedAt: s.now()})
}

// replaceGroup stores a changed group. It returns ErrConflict if the group was changed
// in the meantime.
func (s *Shortener) replaceGroup(ctx context.Context, old *Group, body groupBody) (*Group, error) {
	d, err := s.store.UpdateDocument(ctx, KindGroup, old.Workspace, old.ID, s.edit(ctx, old.Workspace), func(d *Document) (err error) {
		if d.Revision != old.Revision {
			return ErrConflict
		}
		d.Keys = []string{groupKey(old.Workspace, body.Name)}
		d.Body, err = json.Marshal(&body)
		return err
	})
	if errors.Is(err, ErrExists) {
		return nil, fmt.Errorf("group %q: %w", clip.Text(body.Name), ErrExists)
	}
	if err != nil {
		return nil, err
	}
	return body.group(d), nil
}

// revisionOf names the revision of a document.
func revisionOf(d *Document) DocumentRevision {
	return DocumentRevision{d.Kind, d.Workspace, d.ID, d.Revision}
}
