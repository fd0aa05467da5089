package linkpack

import (
	"context"
	"errors"
	"slices"
)

// inWorkspace calls write with a context under which the store writes only if the
// workspace still exists, so that nothing is left behind in one that is deleted at the
// same moment. write may run more than once. It is not called for an unknown workspace,
// which is ErrNotFound. If it is not the workspace that has changed, but something else
// that the condition of ctx names, the error wraps ErrConflict.
func (s *Shortener) inWorkspace(ctx context.Context, workspace string, write func(context.Context) error) error {
	var before []DocumentRevision
	for {
		held, err := s.holdWorkspaces(ctx, workspace)
		if err != nil {
			return err
		}
		err = write(held)
		now := ConditionOf(held).Documents
		if !errors.Is(err, ErrConflict) || slices.Equal(before, now) {
			return err
		}
		before = now
	}
}

// holdWorkspaces adds workspaces to the condition of a context. It returns ErrNotFound
// for one that does not exist.
func (s *Shortener) holdWorkspaces(ctx context.Context, workspaces ...string) (context.Context, error) {
	condition := ConditionOf(ctx)
	condition.Documents = slices.Clip(condition.Documents)
	for _, id := range workspaces {
		d, _, err := s.workspace(ctx, id)
		if err != nil {
			return nil, err
		}
		condition.Documents = append(condition.Documents, DocumentRevision{Kind: KindWorkspace, ID: d.ID, Revision: d.Revision})
	}
	return WithCondition(ctx, condition), nil
}

// workspacesOf returns the different workspaces of links.
func workspacesOf(links []*Link) []string {
	var all []string
	for _, link := range links {
		if !slices.Contains(all, link.Workspace) {
			all = append(all, link.Workspace)
		}
	}
	return all
}
