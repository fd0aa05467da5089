package bolt

import (
	"context"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// DeletedLink implements [linkpack.Links].
func (s *store) DeletedLink(ctx context.Context, workspace, id string) (number uint32, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		key := keys.Link(workspace, id)
		value := links{tx}.deleted().Get(key)
		if value == nil {
			return fmt.Errorf("link %.80q: %w", id, linkpack.ErrNotFound)
		}
		number, err = deletedNumber(key, value)
		return err
	})
	return number, err
}

// DeletedLinks implements [linkpack.Links].
func (s *store) DeletedLinks(ctx context.Context, workspace string) (numbers []uint32, err error) {
	from, to := keys.LinksFrom(workspace, "", true)
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		for key, value := range up(links{tx}.deleted(), from, to) {
			if err := ctx.Err(); err != nil {
				return err
			}
			number, err := deletedNumber(key, value)
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

func deletedNumber(key, value []byte) (uint32, error) {
	if len(value) != numberSize {
		return 0, fmt.Errorf("%w: the number of deleted link %q has %d bytes", ErrCorrupt, key, len(value))
	}
	return binary.BigEndian.Uint32(value), nil
}
