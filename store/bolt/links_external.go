package bolt

import (
	"bytes"
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// LinkByExternalID implements [linkpack.Links].
func (s *store) LinkByExternalID(ctx context.Context, workspace, externalID string) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *tx) error {
		b, key := links{tx}, keys.External(workspace, externalID)
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
		return nil, fmt.Errorf("%w: external id %q points to link %x, which does not have it", ErrCorrupt, key, number)
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
	return b.external().put(key, numberKey(l.Number))
}

// freeExternal takes l's external id from it. A deleted link has none.
func (b links) freeExternal(l *linkpack.Link) error {
	key := keys.ExternalOf(l)
	if key == nil {
		return nil
	}
	return b.external().clear(key)
}

// hasExternal checks that the external ids have that of a link.
func (b links) hasExternal(l *linkpack.Link) error {
	key := keys.ExternalOf(l)
	if key == nil {
		return nil
	}
	holder, err := b.external().get(key)
	if err != nil || !bytes.Equal(holder, numberKey(l.Number)) {
		return notInIndex(err, fmt.Sprintf("link %08x: its external id %q", l.Number, l.ExternalID))
	}
	return nil
}
