package linkpack

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// ImportTemplate copies the template with a slug, which must be published or the
// workspace's own, and its design. The copy belongs to the workspace, and has no slug
// and is not published. It returns ErrNotFound if there is no such template, or its
// design was deleted.
func (s *Shortener) ImportTemplate(ctx context.Context, workspace, slug string) (*Template, error) {
	ctx, err := permit(ctx, workspace, MayCreate)
	if err != nil {
		return nil, err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	t, err := s.templateNamed(ctx, workspace, slug)
	if err != nil {
		return nil, err
	}
	design, err := s.copyDesign(ctx, workspace, t)
	if err != nil {
		return nil, err
	}
	made, err := s.createTemplate(ctx, Template{
		Workspace: workspace, Design: design.ID, Name: t.Name, Description: t.Description,
		LearnMore: t.LearnMore, FAQ: t.FAQ, Tags: slices.Clone(t.Tags), CopyOf: t.ID,
	})
	if err != nil {
		return nil, errors.Join(err, s.DeleteDesign(ctx, workspace, design.ID))
	}
	return made, nil
}

// ApplyTemplate gives a workspace's link a new design, a copy of that of the template
// with a slug, and returns the design. The template must be published or the workspace's
// own. Other links keep the design that the link had. It returns ErrNotFound if there is
// no such link or template, or the template's design was deleted.
func (s *Shortener) ApplyTemplate(ctx context.Context, workspace, link, slug string) (*StoredDesign, error) {
	ctx, err := permit(ctx, workspace, MayCreate|MayChange)
	if err != nil {
		return nil, err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	if _, err := s.Link(ctx, workspace, link); err != nil {
		return nil, err
	}
	t, err := s.templateNamed(ctx, workspace, slug)
	if err != nil {
		return nil, err
	}
	design, err := s.copyDesign(ctx, workspace, t)
	if err != nil {
		return nil, err
	}
	_, err = s.UpdateLink(ctx, workspace, link, func(l *Link) error {
		l.Design, l.Template = design.ID, ""
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, s.DeleteDesign(ctx, workspace, design.ID))
	}
	return design, nil
}

// copyDesign creates a copy of a template's design in a workspace.
func (s *Shortener) copyDesign(ctx context.Context, workspace string, t *Template) (*StoredDesign, error) {
	design, err := s.Design(permitted(ctx), t.Workspace, t.Design)
	if err != nil {
		return nil, err
	}
	return s.CreateDesign(ctx, StoredDesign{Workspace: workspace, Body: design.Body})
}
