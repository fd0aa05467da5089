package bolt

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// LinkByNumber implements [linkpack.Links].
func (s *store) LinkByNumber(ctx context.Context, number uint32) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *tx) error {
		l, err = links{tx}.numbered(number)
		return err
	})
	return l, err
}

// LinksByNumber implements [linkpack.Links].
func (s *store) LinksByNumber(ctx context.Context, numbers []uint32) (found []*linkpack.Link, err error) {
	err = s.view(ctx, func(tx *tx) error {
		var bad listing.Damage
		for _, number := range numbers {
			l, err := links{tx}.numbered(number)
			switch {
			case err == nil:
				found = append(found, l)
			case !errors.Is(err, linkpack.ErrNotFound):
				bad.Add(&linkpack.DamagedError{Kind: linkpack.KindLink, Err: fmt.Errorf("link number %d: %w", number, err)})
			}
		}
		return bad.Err()
	})
	return found, err
}

// numbered returns the link with a number.
func (b links) numbered(number uint32) (*linkpack.Link, error) {
	key := numberKey(number)
	record, err := b.records().get(key)
	if err != nil {
		return nil, err
	}
	if record == nil {
		return nil, fmt.Errorf("link number %d: %w", number, linkpack.ErrNotFound)
	}
	return decodeLink(key, record)
}
