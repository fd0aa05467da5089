package linkpack

import (
	"cmp"
	"context"
	"errors"
)

// EraseClicks removes everything that was recorded of visits to a workspace's
// links before the call, from the log and from every figure, as for a visitor's
// or an owner's right to be forgotten. The links themselves stay as they are, and
// so do the uses of those with MaxClicks. Links that were deleted have their
// clicks erased, too. An id that the workspace never had is an [IndexError] that
// wraps ErrNotFound, and nothing is erased. Without ids nothing is erased, either.
// See [recorder.Recorder.EraseClicks] for when it is done, and what stays.
func (s *Shortener) EraseClicks(ctx context.Context, workspace string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	numbers, err := s.everNumbers(ctx, cmp.Or(workspace, DefaultWorkspace), ids)
	if err != nil {
		return err
	}
	return s.recorder.EraseClicks(ctx, numbers)
}

// numberOf returns the number by which the click log knows a link, which may be
// deleted.
func (s *Shortener) numberOf(ctx context.Context, workspace, id string) (uint32, error) {
	link, err := s.store.Link(ctx, workspace, id)
	if errors.Is(err, ErrNotFound) {
		return s.store.DeletedLink(ctx, workspace, id)
	}
	if err != nil {
		return 0, err
	}
	return link.Number, nil
}

// EraseWorkspaceClicks is [Shortener.EraseClicks] for all links of a workspace,
// the default one for an empty ID, deleted ones included. It returns ErrNotFound
// when there is no such workspace.
func (s *Shortener) EraseWorkspaceClicks(ctx context.Context, workspace string) error {
	numbers, err := s.workspaceNumbers(ctx, cmp.Or(workspace, DefaultWorkspace))
	if err != nil {
		return err
	}
	return s.recorder.EraseClicks(ctx, numbers)
}

// workspaceNumbers returns the numbers of all links that a workspace has or had, or
// ErrNotFound when there is no such workspace. It never returns nil.
func (s *Shortener) workspaceNumbers(ctx context.Context, workspace string) ([]uint32, error) {
	if _, err := s.Workspace(ctx, workspace); err != nil {
		return nil, err
	}
	numbers := []uint32{}
	for link, err := range s.Links(ctx, LinkQuery{Workspace: workspace, Limit: maxPage}) {
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, link.Number)
	}
	// Second: a link that was deleted meanwhile may not have been on its page.
	deleted, err := s.store.DeletedLinks(ctx, workspace)
	return append(numbers, deleted...), err
}
