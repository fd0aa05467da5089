package postgres

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// DeletedLink implements [linkpack.Links].
func (s *store) DeletedLink(ctx context.Context, workspace, id string) (number uint32, err error) {
	err = s.look(ctx, func(tx *tx) error {
		key := keys.Link(workspace, id)
		value, err := links{tx}.deleted().get(key)
		if err != nil {
			return err
		}
		if value == nil {
			return fmt.Errorf("link %.80q: %w", id, linkpack.ErrNotFound)
		}
		number, err = numberOf(row{key, value})
		return err
	})
	return number, err
}

// DeletedLinks implements [linkpack.Links].
func (s *store) DeletedLinks(ctx context.Context, workspace string) (numbers []uint32, err error) {
	from, to := keys.LinksFrom(workspace, "", true)
	err = s.view(ctx, func(tx *tx) error {
		numbers = nil
		for entry, err := range (links{tx}).deleted().up(from, to) {
			if err != nil {
				return err
			}
			number, err := numberOf(entry)
			if err != nil {
				return err
			}
			numbers = append(numbers, number)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return numbers, nil
}
