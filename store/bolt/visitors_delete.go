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

// DeleteVisitor implements [linkpack.Visitors].
func (s *store) DeleteVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, leave func(string, []string) *linkpack.Document) error {
	return s.update(ctx, func(tx *tx) error {
		b := visitorsOf(tx, workspace)
		v, err := b.find(id)
		if errors.Is(err, ErrCorrupt) {
			v, err = b.salvage(id)
		}
		if err != nil {
			return err
		}
		identities, err := b.remove(v)
		if err != nil {
			return err
		}
		if err := record(tx, changelog.OfVisitor(linkpack.ActionDelete, v, edit)); err != nil || leave == nil {
			return err
		}
		return b.leave(v.ID, identities, leave)
	})
}

// leave stores the document that a function makes of a deleted visitor.
func (b visitors) leave(id string, identities []string, leave func(string, []string) *linkpack.Document) error {
	var d *linkpack.Document
	err := b.tx.call(func() error {
		d = leave(id, identities)
		return nil
	})
	if err != nil || d == nil {
		return err
	}
	c := *d
	c.Revision = 1
	return documentsOf(b.tx).create(&c)
}

// remove removes a visitor with its aliases and returns its identities.
func (b visitors) remove(v *linkpack.Visitor) (identities []string, err error) {
	for _, kind := range []keys.Alias{keys.MergedID, keys.Identity} {
		var damage error
		if identities, damage = b.namesOf(kind, v.ID); damage != nil {
			if identities, err = b.salvageNames(kind, v.ID, identities); err != nil {
				return nil, err
			}
		}
		for _, name := range identities {
			if err := b.forget(kind, v.ID, name); err != nil {
				return nil, err
			}
		}
	}
	return identities, errors.Join(b.freeEmail(v.Email()), b.records.clear(keys.Visitor(b.workspace, v.ID)))
}

// forget takes an alias from a visitor.
func (b visitors) forget(kind keys.Alias, id, name string) error {
	return errors.Join(
		b.aliases.clear(kind.Of(b.workspace, name)),
		b.known.clear(kind.Known(b.workspace, id, name)),
	)
}

// salvage returns what is known of a visitor that cannot be read because of damage: its
// id, and the e-mail that points to it. An alias that is damaged itself is removed.
func (b visitors) salvage(id string) (*linkpack.Visitor, error) {
	owner, err := b.owner(keys.MergedID, id)
	if err != nil {
		return nil, err
	}
	if owner != "" {
		id = owner
	}
	v := &linkpack.Visitor{ID: id, Workspace: string(keys.Workspace(b.workspace))}
	prefix := keys.Email.Of(b.workspace, "")
	for r, err := range b.aliases.up(prefix, keys.After(prefix)) {
		if err == nil && bytes.Equal(r.payload, []byte(id)) {
			v.Attributes = map[string]any{linkpack.AttributeEmail: keys.LastPart(r.key, prefix)}
		}
	}
	return v, nil
}

// salvageNames removes the damaged aliases of a visitor, and returns all its names of a
// kind, sorted: those that could be read, and those that point to it. The key of a damaged
// row is not trusted, since its name may be that of another visitor.
func (b visitors) salvageNames(kind keys.Alias, id string, names []string) ([]string, error) {
	prefix := kind.Known(b.workspace, id, "")
	var damaged [][]byte
	for r, err := range b.known.up(prefix, keys.After(prefix)) {
		if err != nil && r.key != nil {
			damaged = append(damaged, bytes.Clone(r.key))
		}
	}
	for _, key := range damaged {
		if err := b.known.delete(key); err != nil {
			return nil, err
		}
	}
	prefix = kind.Of(b.workspace, "")
	for r, err := range b.aliases.up(prefix, keys.After(prefix)) {
		if err == nil && bytes.Equal(r.payload, []byte(id)) {
			names = append(names, keys.LastPart(r.key, prefix))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// ForgetIdentities implements [linkpack.Visitors].
func (s *store) ForgetIdentities(ctx context.Context, workspace string, old []linkpack.OldIdentities) error {
	return s.update(ctx, func(tx *tx) error {
		b := visitorsOf(tx, workspace)
		for _, o := range old {
			v, err := b.read(o.Visitor)
			if errors.Is(err, ErrCorrupt) || err == nil && !v.IdentifiedAt.Equal(o.IdentifiedAt) {
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
	for _, name := range identities {
		owner, err := b.owner(keys.Identity, name)
		if errors.Is(err, ErrCorrupt) || err == nil && owner != id {
			continue
		}
		if err != nil {
			return err
		}
		if err := b.forget(keys.Identity, id, name); err != nil {
			return err
		}
	}
	return nil
}
