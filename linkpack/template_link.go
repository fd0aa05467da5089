package linkpack

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// takeTemplate gives a link whose Template was changed the template's design, unless its
// Design was changed, too. It rejects a template that the link's workspace does not have.
// A link may keep a template that has been deleted.
func (s *Shortener) takeTemplate(ctx context.Context, link, stored *Link) error {
	old := new(Link)
	if stored != nil {
		old = stored
	}
	if link.Template == old.Template {
		return nil
	}
	design := ""
	if link.Template != "" {
		t, err := s.Template(permitted(ctx), link.Workspace, link.Template)
		if errors.Is(err, ErrNotFound) {
			return invalid("template", "there is no template %q", clip.Text(link.Template))
		}
		if err != nil {
			return err
		}
		design = t.Design
	}
	if link.Design == old.Design {
		link.Design = design
	}
	return nil
}
