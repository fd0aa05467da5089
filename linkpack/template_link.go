package linkpack

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// withDesignsKey marks the context of a call that sets the designs of links together
// with their templates.
type withDesignsKey struct{}

// withDesigns returns a context in which links take no design from a new template.
func withDesigns(ctx context.Context) context.Context {
	return context.WithValue(ctx, withDesignsKey{}, true)
}

// takeTemplate gives a link whose Template was changed the template's design, unless its
// Design was changed, too. It rejects a template that the link's workspace does not have.
// A link may keep a template that has been deleted. In a call with designs, the link
// keeps its Design, and a template that was deleted is none.
func (s *Shortener) takeTemplate(ctx context.Context, link, stored *Link) error {
	old := new(Link)
	if stored != nil {
		old = stored
	}
	if link.Template == old.Template {
		return nil
	}
	given := ctx.Value(withDesignsKey{}) != nil
	design, err := s.designOf(ctx, link)
	switch {
	case given && errors.Is(err, ErrNotFound):
		link.Template = ""
	case errors.Is(err, ErrNotFound):
		return invalid("template", "there is no template %q", clip.Text(link.Template))
	case err != nil:
		return err
	case !given && link.Design == old.Design:
		link.Design = design
	}
	return nil
}

// designOf returns the design of a link's template, or "" if the link has no template.
func (s *Shortener) designOf(ctx context.Context, link *Link) (string, error) {
	if link.Template == "" {
		return "", nil
	}
	t, err := s.Template(permitted(ctx), link.Workspace, link.Template)
	if err != nil {
		return "", err
	}
	return t.Design, nil
}
