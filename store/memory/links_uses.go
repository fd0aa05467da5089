package memory

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// UseLink implements [linkpack.Links].
func (s *store) UseLink(ctx context.Context, number, limit uint32) (uses uint32, err error) {
	err = s.update(ctx, func(st *state) error {
		uses, _ = st.uses.get(numberKey(number))
		if uses >= limit {
			return fmt.Errorf("link number %d is used up: %w", number, linkpack.ErrGone)
		}
		uses++
		st.uses = st.uses.set(string(numberKey(number)), uses)
		return nil
	})
	return uses, err
}

// LinkUses implements [linkpack.Links].
func (s *store) LinkUses(ctx context.Context, number uint32) (uint32, error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	uses, _ := st.uses.get(numberKey(number))
	return uses, nil
}
