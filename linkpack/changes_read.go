package linkpack

import "context"

// Changes returns rows of the change log of all workspaces; see the ChangesAfter of
// [Changes]. Only the host may call it.
func (s *Shortener) Changes(ctx context.Context, after uint64, limit int) ([]Change, error) {
	if err := permitOperator(ctx); err != nil {
		return nil, err
	}
	return s.store.ChangesAfter(ctx, after, limit)
}

// LastChange returns the Seq of the newest row of the change log, or 0. Only the host
// may call it.
func (s *Shortener) LastChange(ctx context.Context) (uint64, error) {
	if err := permitOperator(ctx); err != nil {
		return 0, err
	}
	return s.store.LastChange(ctx)
}
