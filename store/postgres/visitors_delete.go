package postgres

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// DeleteVisitor implements [linkpack.Visitors].
func (s *store) DeleteVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, leave func(string, []string) *linkpack.Document) error {
	return s.update(ctx, func(tx *tx) error {
		b := visitorsOf(tx, workspace)
		v, err := b.find(id)
		if errors.Is(err, linkpack.ErrDamaged) {
			v, err = b.salvage(id)
		}
		if err != nil {
			return err
		}
		identities, err := b.remove(v)
		if err != nil {
			return err
		}
		if err := tx.record(changelog.OfVisitor(linkpack.ActionDelete, v, edit)); err != nil || leave == nil {
			return err
		}
		d := leave(v.ID, identities)
		if d == nil {
			return nil
		}
		c := *d
		c.Revision = 1
		return documentsOf(tx).create(&c)
	})
}

// remove removes a visitor with its aliases and returns its identities.
func (b visitors) remove(v *linkpack.Visitor) (identities []string, err error) {
	for _, kind := range []keys.Alias{keys.MergedID, keys.Identity} {
		if identities, err = b.namesOf(kind, v.ID); err != nil {
			return nil, err
		}
		for _, name := range identities {
			b.forget(kind, v.ID, name)
		}
	}
	b.freeEmail(v.Email())
	b.records.delete(keys.Visitor(b.workspace, v.ID))
	return identities, nil
}

// forget takes an alias from a visitor.
func (b visitors) forget(kind keys.Alias, id, name string) {
	b.aliases.delete(kind.Of(b.workspace, name))
	b.known.delete(kind.Known(b.workspace, id, name))
}

// ForgetIdentities implements [linkpack.Visitors].
func (s *store) ForgetIdentities(ctx context.Context, workspace string, old []linkpack.OldIdentities) error {
	return s.update(ctx, func(tx *tx) error {
		b := visitorsOf(tx, workspace)
		for _, o := range old {
			v, err := b.read(o.Visitor)
			if errors.Is(err, linkpack.ErrDamaged) || err == nil && !v.IdentifiedAt.Equal(o.IdentifiedAt) {
				continue
			}
			if err != nil {
				return err
			}
			if err := b.forgetAll(v.ID, o.Identities); err != nil {
				return err
			}
		}
		return nil
	})
}

// forgetAll takes those of some identities from a visitor that it has.
func (b visitors) forgetAll(id string, identities []string) error {
	owners, err := b.owners(identities)
	for i, owner := range owners {
		if string(owner) == id {
			b.forget(keys.Identity, id, identities[i])
		}
	}
	return err
}
