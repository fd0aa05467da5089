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
func (s *store) WorkspaceNumber(ctx context.Context, workspace string) (number uint32, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		value := tx.Bucket(bucketWorkspaces).Get(keys.Workspace(workspace))
		switch {
		case value == nil:
			return fmt.Errorf("number of workspace %.80q: %w", workspace, linkpack.ErrNotFound)
		case len(value) != numberSize:
			return fmt.Errorf("%w: the number of workspace %.80q has %d bytes", ErrCorrupt, workspace, len(value))
		}
		number = binary.BigEndian.Uint32(value)
		return nil
	})
	return number, err
}

// numberWorkspace gives a workspace a number, unless it has one.
func (b links) numberWorkspace(workspace string) error {
	numbers, key := b.tx.Bucket(bucketWorkspaces), keys.Workspace(workspace)
	if numbers.Get(key) != nil {
		return nil
	}
	number, err := b.number()
	if err != nil {
		return err
	}
	return numbers.Put(key, numberKey(number))
}
