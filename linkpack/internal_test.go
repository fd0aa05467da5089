package linkpack

import "context"

// LinkOf returns the link that was visited, or ErrNotFound.
func (s *Shortener) LinkOf(ctx context.Context, res Resolution) (*Link, error) {
	if res.match.entry == nil {
		return nil, ErrNotFound
	}
	return s.whole(ctx, res.match)
}
