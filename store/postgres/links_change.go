package postgres

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// UpdateLinks implements [linkpack.Links].
func (s *store) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
	stored := make([]*linkpack.Link, len(ids))
	err := s.update(ctx, func(tx *tx) error {
		b := links{tx}
		if err := b.prepareIDs(workspace, ids); err != nil {
			return err
		}
		for i, id := range ids {
			l, err := b.change(workspace, id, i, update)
			if err != nil {
				return at(i, err)
			}
			stored[i] = l
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stored, nil
}

// at adds to an error the index of the link that failed, unless it has that.
func at(i int, err error) error {
	if _, ok := errors.AsType[*linkpack.TakenError](err); ok {
		return err
	}
	return &linkpack.IndexError{Index: i, Err: err}
}

// prepareIDs reads at once the links with some ids.
func (b links) prepareIDs(workspace string, ids []string) error {
	filed := make([][]byte, len(ids))
	for i, id := range ids {
		filed[i] = keys.Link(workspace, id)
	}
	found, err := b.ids().getAll(filed)
	if err != nil {
		return err
	}
	numbers := make([][]byte, 0, len(found))
	for _, number := range found {
		numbers = append(numbers, number)
	}
	return b.tx.load(part{b.records(), numbers})
}

// change updates the link at index i of the call.
func (b links) change(workspace, id string, i int, update func(int, *linkpack.Link) error) (*linkpack.Link, error) {
	old, err := b.find(workspace, id)
	if err != nil {
		return nil, err
	}
	l := old.Clone()
	if err := update(i, l); err != nil {
		return nil, err
	}
	l = l.Clone() // update may have kept parts of it
	l.ID, l.Number, l.Workspace = old.ID, old.Number, old.Workspace
	if l.Revision != old.Revision {
		if err := errors.Join(b.remember(old), b.tx.record(changelog.Updated(old, l))); err != nil {
			return nil, err
		}
	}
	if err := b.rename(old, l, i); err != nil {
		return nil, err
	}
	b.redirect(old, l)
	b.leaveBin(old)
	b.enterBin(l)
	return l, errors.Join(b.put(l), b.recount(old, l), b.index(old, l))
}

// rename gives a link the codes and the external id that it has now for those that it
// had.
func (b links) rename(old, l *linkpack.Link, i int) error {
	if !slices.Equal(l.Codes(), old.Codes()) || l.DeletedAt.IsZero() != old.DeletedAt.IsZero() {
		if err := b.buryCodes(old, old.Codes()); err != nil {
			return err
		}
		if err := b.takeCodes(l, i); err != nil {
			return err
		}
	}
	if bytes.Equal(keys.ExternalOf(l), keys.ExternalOf(old)) {
		return nil
	}
	b.freeExternal(old)
	return b.takeExternal(l, i)
}

// DeleteLinks implements [linkpack.Links].
func (s *store) DeleteLinks(ctx context.Context, workspace string, edit linkpack.Edit, ids ...string) error {
	return s.update(ctx, func(tx *tx) error {
		b := links{tx}
		if err := b.prepareIDs(workspace, ids); err != nil {
			return err
		}
		for i, id := range ids {
			l, err := b.find(workspace, id)
			if errors.Is(err, linkpack.ErrDamaged) {
				l, err = b.salvage(workspace, id, err)
			}
			if err == nil {
				err = b.remove(l, edit)
			}
			if err != nil {
				return at(i, err)
			}
		}
		return nil
	})
}

// remove removes a link, or what is known of it, and leaves its tombstones.
func (b links) remove(l *linkpack.Link, edit linkpack.Edit) error {
	key, number, change := keys.Link(l.Workspace, l.ID), numberKey(l.Number), changelog.Removed(l, edit)
	change.Codes = slices.DeleteFunc(change.Codes, func(c linkpack.Alias) bool { return c.ShortCode == "" }) // of a salvaged link
	b.freeExternal(l)
	b.redirect(l, nil)
	b.leaveBin(l)
	b.ids().delete(key)
	b.deleted().put(key, number)
	b.records().delete(number)
	b.tx.unused = append(b.tx.unused, int64(l.Number))
	return errors.Join(
		b.buryCodes(l, change.Codes),
		b.index(l, nil),
		b.forget(l.Number),
		b.countOutLive(l),
		b.tx.record(change),
	)
}
