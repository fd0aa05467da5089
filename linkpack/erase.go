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
// wraps ErrNotFound, and nothing is erased. See [analytics.Recorder.EraseClicks]
// for when it is done, and what stays.
func (s *Shortener) EraseClicks(ctx context.Context, workspace string, ids ...string) error {
	numbers := make([]uint32, len(ids))
	for i, id := range ids {
		var err error
		if numbers[i], err = s.numberOf(ctx, cmp.Or(workspace, DefaultWorkspace), id); err != nil {
			return &IndexError{Index: i, Err: err}
		}
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
	if _, err := s.Workspace(ctx, workspace); err != nil {
		return err
	}
	var numbers []uint32
	for link, err := range s.Links(ctx, LinkQuery{Workspace: workspace, Limit: maxPage}) {
		if err != nil {
			return err
		}
		numbers = append(numbers, link.Number)
	}
	// Second: a link that was deleted meanwhile may not have been on its page.
	deleted, err := s.store.DeletedLinks(ctx, cmp.Or(workspace, DefaultWorkspace))
	if err != nil {
		return err
	}
	return s.recorder.EraseClicks(ctx, append(numbers, deleted...))
}
