package postgres

import (
	"bytes"
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// LinkByExternalID implements [linkpack.Links].
func (s *store) LinkByExternalID(ctx context.Context, workspace, externalID string) (l *linkpack.Link, err error) {
	key := keys.External(workspace, externalID)
	err = s.follow(ctx, byExternalID(), key, func(tx *tx) error {
		b := links{tx}
		number, err := b.external().get(key)
		if err != nil {
			return err
		}
		if number == nil {
			return fmt.Errorf("external id %.80q: %w", externalID, linkpack.ErrNotFound)
		}
		l, err = b.outside(key, number)
		return err
	})
	return l, err
}

// outside returns the link that an entry of the external ids points to, if it has that
// one.
func (b links) outside(key, number []byte) (*linkpack.Link, error) {
	l, err := b.read(number)
	if err == nil && !bytes.Equal(keys.ExternalOf(l), key) {
		return nil, damaged("external id %q points to link %x, which does not have it", key, number)
	}
	return l, err
}

// takeExternal gives l its external id, unless another link has it. A deleted link gets
// none. i is l's index in the call.
func (b links) takeExternal(l *linkpack.Link, i int) error {
	key := keys.ExternalOf(l)
	if key == nil {
		return nil
	}
	holder, err := b.external().get(key)
	if err != nil {
		return err
	}
	if holder != nil {
		return &linkpack.TakenError{Index: i, ExternalID: l.ExternalID}
	}
	b.external().put(key, numberKey(l.Number))
	return nil
}

// freeExternal takes l's external id from it. A deleted link has none.
func (b links) freeExternal(l *linkpack.Link) {
	if key := keys.ExternalOf(l); key != nil {
		b.external().delete(key)
	}
}
