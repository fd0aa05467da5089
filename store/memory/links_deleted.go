package memory

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// DeletedLink implements [linkpack.Links].
func (s *store) DeletedLink(ctx context.Context, workspace, id string) (uint32, error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	number, ok := st.deleted.get(keys.Link(workspace, id))
	if !ok {
		return 0, fmt.Errorf("link %.80q: %w", id, linkpack.ErrNotFound)
	}
	return number, nil
}

// DeletedLinks implements [linkpack.Links].
func (s *store) DeletedLinks(ctx context.Context, workspace string) (numbers []uint32, err error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	from, to := keys.LinksFrom(workspace, "", true)
	for _, number := range (span[uint32]{st.deleted, from, to}).up() {
		numbers = append(numbers, number)
	}
	return numbers, nil
}
