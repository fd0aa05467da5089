package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// Group is a folder for links of a workspace, which can be in another group. A link is
// in one group or none. Links keep the ID of their group, so a new name touches no link.
type Group struct {
	// ID is unique in the store.
	ID string `json:"id"`
	// Workspace owns the group. Empty means [DefaultWorkspace].
	Workspace string `json:"workspace"`
	// Name has 1 to 100 characters, without spaces around it. No two groups of a
	// workspace have the same, wherever they are. It is compared byte by byte.
	Name string `json:"name"`
	// Parent is the ID of the group that this one is in. Empty means that it is at the
	// top. Groups can be 10 deep.
	Parent string `json:"parent,omitempty"`
	// Revision counts the changes, starting at 1.
	Revision uint64 `json:"revision"`
	// CreatedAt is when the group was created, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// UpdatedAt is when the group was last changed, in UTC.
	UpdatedAt time.Time `json:"updated_at"`
	// DeletedAt is when [Shortener.DeleteGroup] was called, in UTC. It is set only until
	// all links of the group have moved. No link can be put into the group then.
	DeletedAt time.Time `json:"deleted_at,omitzero"`
}

const (
	maxGroups     = 10_000 // of a workspace
	maxGroupDepth = 10
)

// groupBody is a group as stored.
type groupBody struct {
	Name      string    `json:"name"`
	Parent    string    `json:"parent,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	DeletedAt time.Time `json:"deleted_at,omitzero"`
}

// groupKey returns the key of the group with a name. Workspaces have no slash.
func groupKey(workspace, name string) string { return cmp.Or(workspace, DefaultWorkspace) + "/" + name }

// Group returns a workspace's group by its ID, or ErrNotFound.
func (s *Shortener) Group(ctx context.Context, workspace, id string) (*Group, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	d, err := s.store.Document(ctx, KindGroup, cmp.Or(workspace, DefaultWorkspace), id)
	if err != nil {
		return nil, fmt.Errorf("group %q: %w", clip.Text(id), err)
	}
	return decodeGroup(d)
}

// Groups returns a workspace's groups, oldest first. If some are damaged, it returns the
// others, and an error that wraps a [DamagedError] for each.
func (s *Shortener) Groups(ctx context.Context, workspace string) ([]*Group, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	return list(ctx, s, KindGroup, cmp.Or(workspace, DefaultWorkspace), decodeGroup)
}

// CountLinksByGroup returns how many links of a workspace are in each group, by its ID,
// and under "" how many are in none. Links in the bin do not count, nor those outside
// the scope of the principal of ctx. Groups without links are left out. It reads all
// links of the workspace. If some are damaged, it counts the others, and returns an
// error that wraps a [DamagedError] for each.
func (s *Shortener) CountLinksByGroup(ctx context.Context, workspace string) (map[string]int, error) {
	counts := make(map[string]int)
	var damage error
	for link, err := range s.Links(ctx, LinkQuery{Workspace: workspace, Limit: maxPage}) {
		switch {
		case errors.Is(err, ErrDamaged):
			damage = errors.Join(damage, err)
		case err != nil:
			return nil, err
		default:
			counts[link.GroupID]++
		}
	}
	return counts, damage
}

func decodeGroup(d *Document) (*Group, error) {
	body, err := decodeAs[groupBody](d)
	if err != nil {
		return nil, err
	}
	return body.group(d), nil
}

func (b *groupBody) group(d *Document) *Group {
	return &Group{
		ID: d.ID, Workspace: d.Workspace, Name: b.Name, Parent: b.Parent, Revision: d.Revision,
		CreatedAt: b.CreatedAt, UpdatedAt: b.UpdatedAt, DeletedAt: b.DeletedAt,
	}
}

// checkGroupName checks and trims the name of a group.
func checkGroupName(name *string) error {
	if err := checkText("name", *name, maxGroupLength); err != nil {
		return err
	}
	if *name = strings.TrimSpace(*name); *name == "" {
		return invalid("name", "is required")
	}
	return nil
}
