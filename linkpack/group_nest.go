package linkpack

import (
	"context"
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// nest checks that a group with a height, which is 1 without groups in it, can be in the
// group parent. It returns a context for writing that: the store refuses the write if a
// group above was changed in the meantime, so that no circle closes, and nothing is put
// into a group that is deleted.
func (s *Shortener) nest(ctx context.Context, workspace, id, parent string, height int) (context.Context, error) {
	condition := ConditionOf(ctx)
	condition.Documents = slices.Clip(condition.Documents)
	for depth := height + 1; parent != ""; depth++ {
		if parent == id {
			return nil, invalid("parent", "must not be the group itself or one in it")
		}
		if depth > maxGroupDepth {
			return nil, invalid("parent", "is too deep: groups can be %d deep", maxGroupDepth)
		}
		d, err := s.store.Document(ctx, KindGroup, workspace, parent)
		if errors.Is(err, ErrNotFound) {
			return nil, invalid("parent", "there is no group %q", clip.Text(parent))
		}
		if err != nil {
			return nil, err
		}
		body, err := decodeAs[groupBody](d)
		if err != nil {
			return nil, err
		}
		if !body.DeletedAt.IsZero() {
			return nil, invalid("parent", "the group %q is being deleted", body.Name)
		}
		condition.Documents = append(condition.Documents, revisionOf(d))
		parent = body.Parent
	}
	return WithCondition(ctx, condition), nil
}

// nestBranch is nest for a group that may have others in it.
func (s *Shortener) nestBranch(ctx context.Context, group *Group, parent string) (context.Context, error) {
	all, err := s.Groups(ctx, group.Workspace)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	return s.nest(ctx, group.Workspace, group.ID, parent, heightOf(all, group.ID))
}

// heightOf returns how many levels a group has, itself included.
func heightOf(all []*Group, id string) int {
	level, height := map[string]bool{id: true}, 0
	for ; len(level) > 0 && height <= maxGroupDepth; height++ {
		below := make(map[string]bool)
		for _, g := range all {
			if level[g.Parent] {
				below[g.ID] = true
			}
		}
		level = below
	}
	return height
}
