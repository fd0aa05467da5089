package bolt

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
	err := s.update(ctx, func(tx *tx) (err error) {
		for i, id := range ids {
			if stored[i], err = (links{tx}).change(workspace, id, i, update); err != nil {
				return at(i, err)
			}
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

// change updates the link at index i of the call.
func (b links) change(workspace, id string, i int, update func(int, *linkpack.Link) error) (*linkpack.Link, error) {
	old, err := b.find(workspace, id)
	if err != nil {
		return nil, err
	}
	l := old.Clone()
	if err := b.tx.call(func() error { return update(i, l) }); err != nil {
		return nil, err
	}
	l = l.Clone() // update may have kept parts of it
	l.ID, l.Number, l.Workspace = old.ID, old.Number, old.Workspace
	if l, err = b.put(l); err != nil {
		return nil, err
	}
	if l.Revision != old.Revision {
		if err := errors.Join(b.remember(old), record(b.tx, changelog.Updated(old, l))); err != nil {
			return nil, err
		}
	}
	if !slices.Equal(l.Codes(), old.Codes()) || l.DeletedAt.IsZero() != old.DeletedAt.IsZero() {
		if err := errors.Join(b.buryCodes(old, old.Codes()), b.takeCodes(l, i)); err != nil {
			return nil, err
		}
	}
	if !bytes.Equal(keys.ExternalOf(l), keys.ExternalOf(old)) {
		if err := errors.Join(b.freeExternal(old), b.takeExternal(l, i)); err != nil {
			return nil, err
		}
	}
	return l, errors.Join(b.redirect(old, l), b.leaveBin(old), b.enterBin(l), b.recount(old, l), b.index(old, l))
}

// DeleteLinks implements [linkpack.Links].
func (s *store) DeleteLinks(ctx context.Context, workspace string, edit linkpack.Edit, ids ...string) error {
	return s.update(ctx, func(tx *tx) error {
		for i, id := range ids {
			b := links{tx}
			l, err := b.find(workspace, id)
			if errors.Is(err, ErrCorrupt) {
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
	key, change := keys.Link(l.Workspace, l.ID), changelog.Removed(l, edit)
	change.Codes = slices.DeleteFunc(change.Codes, func(c linkpack.Alias) bool { return c.ShortCode == "" }) // of a salvaged link
	return errors.Join(
		b.buryCodes(l, change.Codes),
		b.freeExternal(l),
		b.redirect(l, nil),
		b.index(l, nil),
		b.leaveBin(l),
		b.ids().delete(key),
		b.deleted().put(key, numberKey(l.Number)),
		b.records().delete(numberKey(l.Number)),
		b.uses().delete(numberKey(l.Number)),
		b.forget(l.Number),
		b.countOutLive(l),
		record(b.tx, change),
	)
}
