package linkpack

import (
	"cmp"
	"context"
	"errors"
)

// DeleteVisitor removes a workspace's visitor, and frees the e-mail. The visitor's clicks
// stay, and are nobody's. It returns ErrNotFound if there is no such visitor.
func (s *Shortener) DeleteVisitor(ctx context.Context, workspace, id string) error {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	return s.store.DeleteVisitor(ctx, workspace, id, *s.edit(ctx, workspace), nil)
}

// removeEveryVisitor removes the visitors of a workspace, whose clicks are erased with
// its links. It looks again until it finds none, like removeEveryLink.
func (s *Shortener) removeEveryVisitor(ctx context.Context, workspace string) error {
	query := VisitorQuery{Workspace: workspace, Limit: removedAtOnce}
	for {
		page, damage := s.store.ListVisitors(ctx, query)
		if damage != nil && !errors.Is(damage, ErrDamaged) {
			return damage
		}
		if len(page.Visitors) == 0 {
			return damage
		}
		for _, v := range page.Visitors {
			if err := s.store.DeleteVisitor(ctx, workspace, v.ID, *s.edit(ctx, workspace), nil); err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
		}
	}
}
