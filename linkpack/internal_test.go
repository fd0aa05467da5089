package linkpack

import "context"

// LinkOf returns the link that was visited. Without a link it is ErrNotFound.
func (s *Shortener) LinkOf(ctx context.Context, res Resolution) (*Link, error) {
	if res.match.entry == nil {
		return nil, ErrNotFound
	}
	return s.whole(ctx, res.match)
}
