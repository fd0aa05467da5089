package linkpack

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// Published templates are listed in documents of the whole store, which have only the
// template's workspace. Such a document may be left of a template that is not published
// any more, and is then passed over.

// publicEntry is the body of a document that lists a published template.
type publicEntry struct {
	Workspace string `json:"workspace"`
}

// show puts a published template into the list, and takes any other out of it. It looks
// again afterwards: of several calls at once, the last one acts on what is stored.
func (s *Shortener) show(ctx context.Context, workspace, id string) error {
	published, err := s.isPublished(ctx, workspace, id)
	for err == nil {
		if err = s.enlist(ctx, workspace, id, published); err != nil {
			return err
		}
		shown := published
		if published, err = s.isPublished(ctx, workspace, id); published == shown {
			return err
		}
	}
	return err
}

// isPublished reports whether there is a template and it is published.
func (s *Shortener) isPublished(ctx context.Context, workspace, id string) (bool, error) {
	t, err := s.Template(ctx, workspace, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && !t.PublishedAt.IsZero(), err
}

// enlist puts a template into the list or takes it out of it.
func (s *Shortener) enlist(ctx context.Context, workspace, id string, published bool) error {
	if !published {
		return s.hide(ctx, id)
	}
	err := s.createOwned(ctx, workspace, Document{Kind: kindPublicTemplate, ID: id}, nil, &publicEntry{workspace})
	if errors.Is(err, ErrExists) {
		return nil
	}
	return err
}

// hide takes a template out of the list.
func (s *Shortener) hide(ctx context.Context, id string) error {
	err := s.store.DeleteDocument(ctx, kindPublicTemplate, "", id, nil)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// hideAll takes the templates of a workspace out of the list.
func (s *Shortener) hideAll(ctx context.Context, workspace string) error {
	documents, damage := s.store.ListDocuments(ctx, KindTemplate, workspace, "", 0)
	if damage != nil && !errors.Is(damage, ErrDamaged) {
		return damage
	}
	for _, d := range documents {
		if err := s.hide(ctx, d.ID); err != nil {
			return err
		}
	}
	return damage
}

// PublicTemplates returns the published templates of all workspaces, oldest first. They
// are for everyone to see. If some are damaged, it returns the others, and an error that
// wraps a [DamagedError] for each. It reads each of them, so a host should keep the answer
// for a while where many ask.
func (s *Shortener) PublicTemplates(ctx context.Context) ([]*Template, error) {
	entries, err := s.store.ListDocuments(ctx, kindPublicTemplate, "", "", 0)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	all, damage := []*Template{}, err
	for _, entry := range entries {
		t, err := s.publicTemplate(ctx, entry)
		switch {
		case errors.Is(err, ErrNotFound):
		case errors.Is(err, ErrDamaged):
			damage = errors.Join(damage, err)
		case err != nil:
			return nil, err
		default:
			all = append(all, t)
		}
	}
	return all, damage
}

// publicTemplate returns the template that an entry lists, or ErrNotFound if it is not
// published any more.
func (s *Shortener) publicTemplate(ctx context.Context, entry *Document) (*Template, error) {
	body, err := decodeAs[publicEntry](entry)
	if err != nil {
		return nil, err
	}
	t, err := s.Template(permitted(ctx), body.Workspace, entry.ID)
	if err == nil && !s.isPublic(t) {
		err = ErrNotFound
	}
	return t, err
}

func (s *Shortener) isPublic(t *Template) bool {
	return !t.PublishedAt.IsZero() && !s.isDeleted(t.Workspace)
}

// PublicTemplate returns the published template with a slug, of any workspace, or
// ErrNotFound. It is for everyone to see.
func (s *Shortener) PublicTemplate(ctx context.Context, slug string) (*Template, error) {
	return s.templateNamed(ctx, "", slug)
}

// templateNamed returns the template with a slug that is public or a workspace's own.
func (s *Shortener) templateNamed(ctx context.Context, workspace, slug string) (*Template, error) {
	d, err := s.store.DocumentByKey(ctx, KindTemplate, slug)
	var t *Template
	if err == nil {
		t, err = decodeAs[Template](d)
	}
	if err == nil && t.Workspace != workspace && !s.isPublic(t) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("template %q: %w", clip.Text(slug), err)
	}
	return t, nil
}
