package linkpack

import "context"

// LinkOf returns the link that was visited, or ErrNotFound.
func (s *Shortener) LinkOf(ctx context.Context, res Resolution) (*Link, error) {
	if res.match.entry == nil {
		return nil, ErrNotFound
	}
	return s.whole(ctx, res.match)
}

// NumberedWorkspaces returns the workspaces whose numbers are remembered after that of
// the given one was asked for.
func (s *Shortener) NumberedWorkspaces(ctx context.Context, id string) (ids []string, err error) {
	_, err = s.numberOfWorkspace(ctx, id)
	for id := range s.numbered.Range {
		ids = append(ids, id.(string))
	}
	return ids, err
}
