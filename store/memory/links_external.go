package memory

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// LinkByExternalID implements [linkpack.Links].
func (s *store) LinkByExternalID(ctx context.Context, workspace, externalID string) (*linkpack.Link, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	l, ok := st.external.get(keys.External(workspace, externalID))
	if !ok {
		return nil, fmt.Errorf("external id %.80q: %w", externalID, linkpack.ErrNotFound)
	}
	return l.Clone(), nil
}

// takeExternal gives l its external id, unless another link has it. A deleted link gets
// none. i is l's index in the call. l must not be changed any more.
func (st *state) takeExternal(l *linkpack.Link, i int) error {
	key := keys.ExternalOf(l)
	if key == nil {
		return nil
	}
	if _, taken := st.external.get(key); taken {
		return &linkpack.TakenError{Index: i, ExternalID: l.ExternalID}
	}
	st.external = st.external.set(string(key), l)
	return nil
}

// freeExternal takes l's external id from it. A deleted link has none.
func (st *state) freeExternal(l *linkpack.Link) {
	if key := keys.ExternalOf(l); key != nil {
		st.external = st.external.without(string(key))
	}
}
