package memory

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// WorkspaceNumber implements [linkpack.Links].
func (s *store) WorkspaceNumber(ctx context.Context, workspace string) (uint32, error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	number, ok := st.workspaces.get(keys.Workspace(workspace))
	if !ok {
		return 0, fmt.Errorf("number of workspace %.80q: %w", workspace, linkpack.ErrNotFound)
	}
	return number, nil
}

// numberWorkspace gives a workspace a number, unless it has one.
func (st *state) numberWorkspace(workspace string) error {
	key := keys.Workspace(workspace)
	if _, ok := st.workspaces.get(key); ok {
		return nil
	}
	number, err := st.number()
	if err == nil {
		st.workspaces = st.workspaces.set(string(key), number)
	}
	return err
}

// number returns the next number for a link or workspace. The greatest one is
// reserved: in the click log it means that there is no link.
func (st *state) number() (uint32, error) {
	if st.numbers == math.MaxUint32-1 {
		return 0, errors.New("memory: link numbers are used up")
	}
	st.numbers++
	return st.numbers, nil
}
