package memory

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// LinkByNumber implements [linkpack.Links].
func (s *store) LinkByNumber(ctx context.Context, number uint32) (*linkpack.Link, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	l, ok := st.byNumber.get(numberKey(number))
	if !ok {
		return nil, fmt.Errorf("link number %d: %w", number, linkpack.ErrNotFound)
	}
	return l.Clone(), nil
}

// LinksByNumber implements [linkpack.Links].
func (s *store) LinksByNumber(ctx context.Context, numbers []uint32) (found []*linkpack.Link, err error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	for _, number := range numbers {
		if l, ok := st.byNumber.get(numberKey(number)); ok {
			found = append(found, l.Clone())
		}
	}
	return found, nil
}
