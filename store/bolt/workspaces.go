package bolt

import (
	"context"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// WorkspaceNumber implements [linkpack.Links].
func (s *Store) WorkspaceNumber(ctx context.Context, workspace string) (number uint32, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		value := links{tx}.workspaces().Get(keys.Workspace(workspace))
		switch len(value) {
		case numberSize:
			number = binary.BigEndian.Uint32(value)
			return nil
		case 0:
			return fmt.Errorf("number of workspace %.80q: %w", workspace, linkpack.ErrNotFound)
		}
		return fmt.Errorf("%w: the number of workspace %.80q has %d bytes", ErrCorrupt, workspace, len(value))
	})
	return number, err
}

// numberWorkspace gives a workspace its number, unless it has one.
func (b links) numberWorkspace(workspace string) error {
	key := keys.Workspace(workspace)
	if b.workspaces().Get(key) != nil {
		return nil
	}
	number, err := b.number()
	if err != nil {
		return err
	}
	return b.workspaces().Put(key, numberKey(number))
}
