package linkpack

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// checkEmpty returns ErrNotEmpty if the group has links or groups.
func (d *groupDeletion) checkEmpty(ctx context.Context) (damage, err error) {
	below, damage, err := d.below(ctx)
	if err != nil {
		return nil, err
	}
	if len(below) > 0 {
		return nil, fmt.Errorf("group %q has groups: %w", clip.Text(d.id), ErrNotEmpty)
	}
	page, err := d.store.ListLinks(ctx, LinkQuery{Workspace: d.workspace, GroupID: &d.id, Limit: 1})
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	if len(page.Links) > 0 {
		return nil, fmt.Errorf("group %q has links: %w", clip.Text(d.id), ErrNotEmpty)
	}
	return errors.Join(damage, err), nil
}

// below returns the groups in the group.
func (d *groupDeletion) below(ctx context.Context) (below []*Group, damage, err error) {
	all, damage := d.Groups(ctx, d.workspace)
	if damage != nil && !errors.Is(damage, ErrDamaged) {
		return nil, nil, damage
	}
	for _, g := range all {
		if g.Parent == d.id {
			below = append(below, g)
		}
	}
	return below, damage, nil
}

// move moves the links and groups of the group.
func (d *groupDeletion) move(ctx context.Context) (damage, err error) {
	below, damage, err := d.below(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.moveGroups(ctx, below); err != nil {
		return nil, err
	}
	unread, err := d.moveLinks(ctx)
	return errors.Join(damage, unread), err
}

// moveGroups moves groups. It begins again when the group that they move to is changed
// meanwhile.
func (d *groupDeletion) moveGroups(ctx context.Context, below []*Group) error {
	for len(below) > 0 {
		held, err := d.hold(ctx)
		for err == nil && len(below) > 0 {
			if err = d.moveGroup(held, below[0].ID); err == nil {
				below = below[1:]
			}
		}
		if err != nil && !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return nil
}

// moveGroup moves a group, unless it was moved meanwhile or is being deleted, too.
func (d *groupDeletion) moveGroup(held context.Context, id string) error {
	_, err := updateBody(held, d.Shortener, KindGroup, d.workspace, id, d.edit(held, d.workspace), func(b *groupBody) ([]string, error) {
		if b.Parent != d.id || !b.DeletedAt.IsZero() {
			return nil, errSame
		}
		b.Parent, b.UpdatedAt = d.to, d.now()
		return nil, nil
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// moveLinks moves the links of the group. It begins again when the group that they move
// to is changed meanwhile.
func (d *groupDeletion) moveLinks(ctx context.Context) (damage, err error) {
	query := LinkQuery{Workspace: d.workspace, GroupID: &d.id}
	for {
		held, err := d.hold(ctx)
		if err != nil {
			return nil, err
		}
		_, damage, err := d.changeMatching(held, query, func(link *Link) { link.GroupID = d.to })
		if !errors.Is(err, ErrConflict) {
			return damage, err
		}
	}
}

// hold checks that links and groups can move to where they are to go, and returns a
// context for moving them there.
func (d *groupDeletion) hold(ctx context.Context) (context.Context, error) {
	all, err := d.Groups(ctx, d.workspace)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	held, err := d.nest(ctx, d.workspace, d.id, d.to, heightOf(all, d.id)-1)
	if fault, ok := errors.AsType[*FieldError](err); ok {
		return nil, invalid("move_to", "%s", fault.Reason)
	}
	return held, err
}
