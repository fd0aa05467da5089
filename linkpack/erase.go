package linkpack

import (
	"cmp"
	"context"
)

// EraseClicks removes all clicks of a workspace's links recorded before the
// call, from the click log and from all statistics, as data protection law may
// require. The links may be deleted ones. The links themselves and the uses of
// those with MaxClicks stay. For an ID that the workspace never had, EraseClicks
// returns an [IndexError] that wraps ErrNotFound and erases nothing. It also
// erases nothing if ids is empty. See [recorder.Recorder.EraseClicks] for when
// the erasure is complete and what it leaves.
func (s *Shortener) EraseClicks(ctx context.Context, workspace string, ids []string) error {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return nil
	}
	numbers, err := s.everNumbers(ctx, cmp.Or(workspace, DefaultWorkspace), ids)
	if err != nil {
		return err
	}
	return s.recorder.EraseClicks(ctx, numbers)
}

// numberOf returns the number of a link in the click log, even if the link is
// deleted.
func (s *Shortener) numberOf(ctx context.Context, workspace, id string) (uint32, error) {
	name, err := s.nameOf(ctx, workspace, id)
	return name.Number, err
}

// EraseWorkspaceClicks is like [Shortener.EraseClicks] for all links of a
// workspace, including deleted ones. An empty ID means [DefaultWorkspace]. It
// returns ErrNotFound for an unknown workspace.
func (s *Shortener) EraseWorkspaceClicks(ctx context.Context, workspace string) error {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	numbers, err := s.workspaceNumbers(ctx, cmp.Or(workspace, DefaultWorkspace))
	if err != nil {
		return err
	}
	return s.recorder.EraseClicks(ctx, numbers)
}

// workspaceNumbers returns the numbers of all links of a workspace, including deleted
// ones, or ErrNotFound. Without an error, the result is not nil.
func (s *Shortener) workspaceNumbers(ctx context.Context, workspace string) ([]uint32, error) {
	if _, err := s.Workspace(ctx, workspace); err != nil {
		return nil, err
	}
	numbers := []uint32{}
	for link, err := range s.Links(ctx, LinkQuery{Workspace: workspace, Bin: WithBin, Limit: maxPage}) {
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, link.Number)
	}
	// Read removed links last: one removed in the meantime may be missing above.
	deleted, err := s.store.DeletedLinks(ctx, workspace)
	return append(numbers, deleted...), err
}
