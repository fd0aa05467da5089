package linkpack

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// grouping puts the links of one call into their groups.
type grouping struct {
	*Shortener
	links   []*Link
	known   map[choice]*Group
	untaken bool // whether checkTaken found nothing
}

// choice names a group by its name or its ID.
type choice struct{ workspace, name, id string }

// open returns the group that a link chooses, an empty one for none. It makes one with a
// new name.
func (g *grouping) open(ctx context.Context, c choice) (group *Group, err error) {
	if c.name == "" && c.id == "" {
		return new(Group), nil
	}
	if group = g.known[c]; group == nil {
		ctx = WithCondition(ctx, Condition{}) // which is that of the links
		if group, err = g.find(ctx, c); err != nil {
			return nil, err
		}
		g.known[c] = group
	}
	return group, nil
}

// find returns the group that a link chooses, unless it is being deleted.
func (g *grouping) find(ctx context.Context, c choice) (group *Group, err error) {
	var d *Document
	field := "group"
	if c.id != "" {
		field = "group_id"
		d, err = g.groupByID(ctx, c.workspace, c.id)
	} else {
		d, err = g.findOrMake(ctx, c)
	}
	if err != nil {
		return nil, err
	}
	group, err = decodeGroup(d)
	if err == nil && !group.DeletedAt.IsZero() {
		err = invalid(field, "the group %q is being deleted", group.Name)
	}
	return group, err
}

// findOrMake returns the group with a name, which it makes if there is none and the
// principal of ctx may create groups.
func (g *grouping) findOrMake(ctx context.Context, c choice) (*Document, error) {
	for {
		d, err := g.store.DocumentByKey(ctx, KindGroup, groupKey(c.workspace, c.name))
		if !errors.Is(err, ErrNotFound) {
			return d, err
		}
		allowed, err := permit(ctx, c.workspace, MayCreate)
		if err != nil {
			return nil, fmt.Errorf("the new group %q: %w", clip.Text(c.name), err)
		}
		if err := g.checkTaken(ctx); err != nil {
			return nil, err
		}
		d, err = g.makeGroup(allowed, c.workspace, c.name, "")
		if fault, ok := errors.AsType[*FieldError](err); ok {
			return nil, invalid("group", "%s", fault.Reason)
		}
		if !errors.Is(err, ErrExists) { // another call was first
			return d, err
		}
	}
}

// checkTaken returns the error that writing the links would end with if a code or
// external ID is taken, so that the call leaves no new group behind. It looks once.
func (g *grouping) checkTaken(ctx context.Context) error {
	if g.untaken {
		return nil
	}
	for i, link := range g.links {
		taken, err := g.takenBy(ctx, link)
		if err != nil {
			return err
		}
		if taken != nil {
			taken.Index = i
			g.describe(ctx, taken, g.links)
			return taken
		}
	}
	g.untaken = true
	return nil
}
