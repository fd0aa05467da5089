package postgres

import (
	"bytes"
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// LinkTo implements [linkpack.Links].
func (s *store) LinkTo(ctx context.Context, target linkpack.Target) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *tx) error {
		l, err = links{tx}.to(target)
		return err
	})
	return l, err
}

// to returns the first link that a target selects.
func (b links) to(target linkpack.Target) (*linkpack.Link, error) {
	for from, to := range keys.Destinations(target) {
		for entry, err := range b.destinations().up(from, to) {
			if err != nil {
				return nil, err
			}
			l, err := b.destined(entry.key)
			if err != nil || target.Matches(l) {
				return l, err
			}
		}
	}
	return nil, fmt.Errorf("link to %.80q: %w", target.Destination, linkpack.ErrNotFound)
}

// destined returns the link that an entry of the destinations is for.
func (b links) destined(key []byte) (*linkpack.Link, error) {
	number := keys.NumberOf(key)
	l, err := b.read(number)
	if err == nil && !bytes.Equal(keys.Destination(l), key) {
		return nil, damaged("destination %x points to link %x, which does not have it", key, number)
	}
	return l, err
}

// redirect changes a link's entry from old to l, which may be nil.
func (b links) redirect(old, l *linkpack.Link) {
	if old != nil {
		if key := keys.Destination(old); key != nil {
			b.destinations().delete(key)
		}
	}
	if l == nil {
		return
	}
	if key := keys.Destination(l); key != nil {
		b.destinations().put(key, nil)
	}
}
