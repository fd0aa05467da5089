package linkpack

import (
	"context"
	"errors"
)

// Workspaces that are being deleted are kept in memory, by ID, since visits look there.
// An ID stays when all is removed, which harms nothing: it is not given again.

// isDeleted reports whether a workspace was deleted. It knows what other Shorteners
// deleted from the change log.
func (s *Shortener) isDeleted(workspace string) bool {
	_, deleted := s.deleted.Load(workspace)
	return deleted
}

// noteDeleted reads which workspaces are being deleted. Damaged ones are not, so that
// their links go on.
func (s *Shortener) noteDeleted(ctx context.Context) error {
	all, err := s.Workspaces(ctx)
	for _, w := range all {
		if !w.DeletedAt.IsZero() {
			s.deleted.Store(w.ID, true)
		}
	}
	if errors.Is(err, ErrDamaged) {
		return nil
	}
	return err
}

// noteWorkspace is noteDeleted for one workspace that was changed.
func (s *Shortener) noteWorkspace(ctx context.Context, id string) error {
	_, _, err := s.workspace(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		s.deleted.Store(id, true)
	case errors.Is(err, ErrDamaged):
	default:
		return err
	}
	return nil
}
