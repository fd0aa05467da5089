package linkbreakersv1

import (
	"context"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// directoryTree are the directories of a workspace, by id.
type directoryTree map[string]*linkpack.Group

// directoryTree reads the directories of a workspace. If some are damaged, it returns
// the others and an error.
func (h *handlers) directoryTree(ctx context.Context, workspace string) (directoryTree, error) {
	all, err := h.shortener.Groups(ctx, workspace)
	tree := make(directoryTree, len(all))
	for _, group := range all {
		tree[group.ID] = group
	}
	return tree, err
}

// above returns a directory and those that it is in, up to the root.
func (t directoryTree) above(group *linkpack.Group) []*linkpack.Group {
	path := []*linkpack.Group{group}
	for range len(t) { // a directory that was moved meanwhile could close a circle
		parent := t[group.Parent]
		if parent == nil {
			break
		}
		path, group = append(path, parent), parent
	}
	return path
}

// has reports whether a directory is in another at any depth; "" is the root.
func (t directoryTree) has(outer string, group *linkpack.Group) bool {
	return outer == "" || slices.ContainsFunc(t.above(group)[1:], func(g *linkpack.Group) bool { return g.ID == outer })
}

// wire returns a directory as it is sent to clients.
func (t directoryTree) wire(group *linkpack.Group) wireDirectory {
	var names []string
	for _, g := range t.above(group) {
		names = append(names, g.Name)
	}
	slices.Reverse(names)
	return wireDirectory{
		ID: group.ID, WorkspaceID: group.Workspace, Name: group.Name, ParentDirectoryID: group.Parent,
		Path: strings.Join(names, "/"), CreatedAt: group.CreatedAt, UpdatedAt: group.UpdatedAt,
	}
}
