package memory

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// workspaceRow is what a workspace has once: its number in the click log, and how many
// links it has.
type workspaceRow struct {
	number uint32
	links  int
}

// WorkspaceNumber implements [linkpack.Links].
func (s *store) WorkspaceNumber(ctx context.Context, workspace string) (uint32, error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	w, ok := st.workspaces.get(keys.Workspace(workspace))
	if !ok {
		return 0, fmt.Errorf("number of workspace %.80q: %w", workspace, linkpack.ErrNotFound)
	}
	return w.number, nil
}

// CountLinks implements [linkpack.Links].
func (s *store) CountLinks(ctx context.Context, workspace string) (int, error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	w, _ := st.workspaces.get(keys.Workspace(workspace))
	return w.links, nil
}

// countIn counts a link, unless it is in the bin. The first link of a workspace gives
// the workspace its number.
func (st *state) countIn(l *linkpack.Link) (err error) {
	key := keys.Workspace(l.Workspace)
	w, ok := st.workspaces.get(key)
	if !ok {
		if w.number, err = st.number(); err != nil {
			return err
		}
	}
	if l.DeletedAt.IsZero() {
		w.links++
	}
	st.workspaces = st.workspaces.set(string(key), w)
	return nil
}

// countOut takes a deleted link of a workspace from the count.
func (st *state) countOut(workspace string) {
	key := keys.Workspace(workspace)
	w, _ := st.workspaces.get(key)
	w.links--
	st.workspaces = st.workspaces.set(string(key), w)
}

// recount counts a link that left the bin, or that went there.
func (st *state) recount(old, l *linkpack.Link) error {
	switch was, is := old.DeletedAt.IsZero(), l.DeletedAt.IsZero(); {
	case was && !is:
		st.countOut(l.Workspace)
	case !was && is:
		return st.countIn(l)
	}
	return nil
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
