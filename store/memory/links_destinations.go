package memory

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// LinkTo implements [linkpack.Links].
func (s *store) LinkTo(ctx context.Context, target linkpack.Target) (*linkpack.Link, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	l := st.to(target)
	if l == nil {
		return nil, fmt.Errorf("link to %.80q: %w", target.Destination, linkpack.ErrNotFound)
	}
	return l.Clone(), nil
}

// to returns the first link that a target selects, which must not be changed, or nil.
func (st *state) to(target linkpack.Target) *linkpack.Link {
	for from, to := range keys.Destinations(target) {
		for _, l := range (span[*linkpack.Link]{st.destinations, from, to}).up() {
			if target.Matches(l) {
				return l
			}
		}
	}
	return nil
}

// redirect changes a link's entry from old to l, which may be nil. l must not be
// changed any more.
func (st *state) redirect(old, l *linkpack.Link) {
	if old != nil {
		st.destinations = st.destinations.without(string(keys.Destination(old)))
	}
	if l == nil {
		return
	}
	if key := keys.Destination(l); key != nil {
		st.destinations = st.destinations.set(string(key), l)
	}
}
