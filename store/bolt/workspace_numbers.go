package bolt

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// WorkspaceNumber implements [linkpack.Links].
func (s *store) WorkspaceNumber(ctx context.Context, workspace string) (number uint32, err error) {
	err = s.view(ctx, func(tx *tx) error {
		value, err := links{tx}.workspace(workspace)
		if err == nil {
			number = binary.BigEndian.Uint32(value)
		}
		return err
	})
	return number, err
}

// workspace returns the number of a workspace as it is stored.
func (b links) workspace(workspace string) ([]byte, error) {
	value, err := b.tx.table(bucketWorkspaces).get(keys.Workspace(workspace))
	switch {
	case err != nil:
		return nil, err
	case value == nil:
		return nil, fmt.Errorf("number of workspace %.80q: %w", workspace, linkpack.ErrNotFound)
	case len(value) != numberSize:
		return nil, fmt.Errorf("%w: the number of workspace %.80q has %d bytes", ErrCorrupt, workspace, len(value))
	}
	return value, nil
}

// numberWorkspace gives a workspace a number, unless it has one.
func (b links) numberWorkspace(workspace string) error {
	numbers, key := b.tx.table(bucketWorkspaces), keys.Workspace(workspace)
	if known, err := numbers.get(key); err != nil || known != nil {
		return err
	}
	number, err := b.number()
	if err != nil {
		return err
	}
	return numbers.put(key, numberKey(number))
}
