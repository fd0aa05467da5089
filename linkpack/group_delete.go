package linkpack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"
)

// DeleteGroup removes a workspace's group, or returns ErrNotFound. If moveTo is nil, the
// group must have no links and no groups in it, else that is ErrNotEmpty. Otherwise
// they move into the group with the ID moveTo, or with a pointer to "" into none: groups
// to the top. A moveTo that there is not, or that is in the group, is a [FieldError] of
// the field move_to.
//
// Links are moved in transactions of a few hundred each. Meanwhile the group has a
// DeletedAt and takes no further link. After an error some links may have moved and
// others not. Call DeleteGroup again to continue. Damaged links are left, with an error
// that wraps [ErrDamaged] when all else is done.
//
// Links in the bin do not count and stay as they are. They are restored without group.
// It reads all links of the workspace, twice if moveTo is nil.
func (s *Shortener) DeleteGroup(ctx context.Context, workspace, id string, moveTo *string) error {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	d := groupDeletion{Shortener: s, workspace: cmp.Or(workspace, DefaultWorkspace), id: id}
	if err := d.begin(ctx, moveTo); err != nil {
		return err
	}
	for {
		err := d.try(ctx)
		if !errors.Is(err, ErrConflict) {
			return err
		}
	}
}

// groupDeletion is one call of DeleteGroup.
type groupDeletion struct {
	*Shortener
	workspace, id, to string
	// clear makes the group empty, or checks that it is. It returns the damage of what
	// it passed over.
	clear func(context.Context) (damage, err error)
}

// begin checks the call before the group is marked.
func (d *groupDeletion) begin(ctx context.Context, moveTo *string) error {
	_, err := d.Group(ctx, d.workspace, d.id)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	if moveTo == nil {
		d.clear = d.checkEmpty
		_, err = d.checkEmpty(ctx)
		return err
	}
	d.clear, d.to = d.move, *moveTo
	_, err = d.hold(ctx)
	return err
}

// try marks the group, so that no link is put into it any more, and removes it when it
// is empty. It returns ErrConflict if another call took the mark away.
func (d *groupDeletion) try(ctx context.Context) error {
	revision, mine, err := d.mark(ctx)
	held := WithCondition(ctx, Condition{Documents: []DocumentRevision{{KindGroup, d.workspace, d.id, revision}}})
	if errors.Is(err, ErrDamaged) { // no link is put into a damaged group
		held, err = ctx, nil
	}
	if err != nil {
		return err
	}
	damage, err := d.clear(ctx)
	if mine && errors.Is(err, ErrNotEmpty) {
		err = errors.Join(err, d.unmark(held))
	}
	if err != nil {
		return err
	}
	err = d.store.DeleteDocument(held, KindGroup, d.workspace, d.id, d.edit(ctx, d.workspace))
	return cmp.Or(err, damage)
}

// mark sets the DeletedAt of the group, unless it has one. It returns the revision of
// the group with it.
func (d *groupDeletion) mark(ctx context.Context) (revision uint64, mine bool, err error) {
	_, err = d.store.UpdateDocument(ctx, KindGroup, d.workspace, d.id, d.edit(ctx, d.workspace), func(document *Document) error {
		body, err := decodeAs[groupBody](document)
		if err != nil {
			return err
		}
		if revision, mine = document.Revision, body.DeletedAt.IsZero(); !mine {
			return errSame
		}
		revision++
		body.DeletedAt = d.now()
		document.Body, err = json.Marshal(body)
		return err
	})
	if errors.Is(err, errSame) {
		err = nil
	}
	return revision, mine, err
}

// unmark takes the mark away, unless another call has changed the group.
func (d *groupDeletion) unmark(held context.Context) error {
	_, err := updateBody(held, d.Shortener, KindGroup, d.workspace, d.id, d.edit(held, d.workspace), func(b *groupBody) ([]string, error) {
		b.DeletedAt = time.Time{}
		return nil, nil
	})
	if errors.Is(err, ErrConflict) || errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
