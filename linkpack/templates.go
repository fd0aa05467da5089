package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// CreateTemplate stores a template and returns it as stored. ID, CopyOf, CreatedAt and
// UpdatedAt are set by the Shortener. It returns a [FieldError] for each invalid field,
// joined, also for a Design that the workspace does not have, ErrExists for a Slug that
// is taken, and ErrNotFound for an unknown workspace. A workspace can have 1,000 templates;
// one more is a FieldError, too.
func (s *Shortener) CreateTemplate(ctx context.Context, template Template) (*Template, error) {
	ctx, err := permit(ctx, template.Workspace, MayCreate)
	if err != nil {
		return nil, err
	}
	template.CopyOf = ""
	return s.createTemplate(ctx, template)
}

func (s *Shortener) createTemplate(ctx context.Context, template Template) (*Template, error) {
	template.Workspace = cmp.Or(template.Workspace, DefaultWorkspace)
	if err := errors.Join(template.check(), s.checkTemplateDesign(ctx, &template)); err != nil {
		return nil, err
	}
	if _, err := s.Workspace(ctx, template.Workspace); err != nil {
		return nil, err
	}
	if err := s.checkTemplates(ctx, template.Workspace); err != nil {
		return nil, err
	}
	id, err := s.ids.Next(s.now())
	if err != nil {
		return nil, err
	}
	template.ID, template.CreatedAt, template.UpdatedAt = id, s.now(), s.now()
	d := Document{Kind: KindTemplate, Workspace: template.Workspace, ID: id, Keys: template.keys()}
	if err := s.createOwned(ctx, template.Workspace, d, s.edit(ctx, template.Workspace), &template); err != nil {
		return nil, slugTaken(err, template.Slug)
	}
	return &template, s.show(ctx, template.Workspace, id)
}

// checkTemplates returns an error if a workspace cannot have another template.
func (s *Shortener) checkTemplates(ctx context.Context, workspace string) error {
	n, err := s.store.CountDocuments(ctx, KindTemplate, workspace)
	if err != nil {
		return err
	}
	if n >= maxTemplates {
		return invalid("name", "the workspace has %d templates; delete some first", n)
	}
	return s.checkQuota(ctx, workspace, KindTemplate, 1)
}

// checkTemplateDesign rejects a design that the template's workspace does not have.
func (s *Shortener) checkTemplateDesign(ctx context.Context, t *Template) error {
	_, err := s.store.Document(ctx, KindDesign, t.Workspace, t.Design)
	if errors.Is(err, ErrNotFound) {
		return invalid("design", "there is no design %q", clip.Text(t.Design))
	}
	return err
}

// slugTaken returns err, in words if a slug is taken.
func slugTaken(err error, slug string) error {
	if errors.Is(err, ErrExists) {
		return fmt.Errorf("slug %q: %w", slug, ErrExists)
	}
	return err
}

// Template returns a workspace's template, or ErrNotFound.
func (s *Shortener) Template(ctx context.Context, workspace, id string) (*Template, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	d, err := s.store.Document(ctx, KindTemplate, cmp.Or(workspace, DefaultWorkspace), id)
	if err != nil {
		return nil, fmt.Errorf("template %q: %w", clip.Text(id), err)
	}
	return decodeAs[Template](d)
}

// Templates returns a workspace's templates, oldest first. If some are damaged, it
// returns the others, and an error that wraps a [DamagedError] for each.
func (s *Shortener) Templates(ctx context.Context, workspace string) ([]*Template, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	return list(ctx, s, KindTemplate, cmp.Or(workspace, DefaultWorkspace), decodeAs[Template])
}

// UpdateTemplate changes a workspace's template with the function update and returns it
// as stored. To publish it, set PublishedAt. ID, Workspace, Design, CopyOf, CreatedAt and
// UpdatedAt cannot be changed. update may run more than once; if it returns an error,
// nothing is changed. The errors are those of [Shortener.CreateTemplate].
func (s *Shortener) UpdateTemplate(ctx context.Context, workspace, id string, update func(*Template) error) (*Template, error) {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	slug := ""
	changed, err := updateBody(ctx, s, KindTemplate, workspace, id, s.edit(ctx, workspace), func(t *Template) ([]string, error) {
		old := *t
		old.Tags = slices.Clone(t.Tags)
		if err := t.change(update); err != nil || reflect.DeepEqual(*t, old) {
			return nil, err
		}
		t.UpdatedAt, slug = s.now(), t.Slug
		if t.Slug == old.Slug {
			return nil, nil
		}
		return t.keys(), nil
	})
	if err != nil {
		return nil, fmt.Errorf("template %q: %w", clip.Text(id), slugTaken(err, slug))
	}
	return changed, s.show(ctx, workspace, id)
}

// change applies update to t, except to fields that cannot be changed, and checks it.
func (t *Template) change(update func(*Template) error) error {
	old := *t
	if err := update(t); err != nil {
		return err
	}
	t.ID, t.Workspace, t.Design, t.CopyOf = old.ID, old.Workspace, old.Design, old.CopyOf
	t.CreatedAt, t.UpdatedAt = old.CreatedAt, old.UpdatedAt
	return t.check()
}

// DeleteTemplate removes a workspace's template, or returns ErrNotFound. Its design
// stays, and so do links that have taken it.
func (s *Shortener) DeleteTemplate(ctx context.Context, workspace, id string) error {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	if err := s.store.DeleteDocument(ctx, KindTemplate, workspace, id, s.edit(ctx, workspace)); err != nil {
		return fmt.Errorf("template %q: %w", clip.Text(id), err)
	}
	return s.hide(ctx, id)
}
