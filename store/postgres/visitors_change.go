package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// JoinVisitors implements [linkpack.Visitors].
func (s *store) JoinVisitors(ctx context.Context, workspace, email string, identities []string, edit linkpack.Edit, join func([]*linkpack.Visitor) (*linkpack.Visitor, error)) (v *linkpack.Visitor, err error) {
	err = s.update(ctx, func(tx *tx) error {
		b := visitorsOf(tx, workspace)
		found, err := b.holders(email, identities)
		if err != nil {
			return err
		}
		if v, err = b.join(found, edit, join); err != nil {
			return err
		}
		for _, identity := range identities {
			b.give(v.ID, keys.Identity, identity)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}

// holders returns the visitors that have an e-mail or identities, in the order of their
// ids.
func (b visitors) holders(email string, identities []string) ([]*linkpack.Visitor, error) {
	var found []*linkpack.Visitor
	add := func(kind keys.Alias, name string) error {
		v, err := b.holder(kind, name)
		if v != nil && !slices.ContainsFunc(found, func(f *linkpack.Visitor) bool { return f.ID == v.ID }) {
			found = append(found, v)
		}
		return err
	}
	if email != "" {
		if err := add(keys.Email, email); err != nil {
			return nil, err
		}
	}
	for _, identity := range identities {
		if err := add(keys.Identity, identity); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, func(a, b *linkpack.Visitor) int { return cmp.Compare(a.ID, b.ID) })
	return found, nil
}

// join stores the visitor that a function makes of others, and removes all of them but
// the first.
func (b visitors) join(found []*linkpack.Visitor, edit linkpack.Edit, join func([]*linkpack.Visitor) (*linkpack.Visitor, error)) (*linkpack.Visitor, error) {
	given := make([]*linkpack.Visitor, len(found))
	for i, f := range found {
		given[i] = f.Clone()
	}
	made, err := join(given)
	if err != nil {
		return nil, err
	}
	v := made.Clone()
	if len(found) == 0 {
		v.Workspace = string(keys.Workspace(b.workspace))
		return v, b.add(v, edit)
	}
	for _, f := range found[1:] {
		if err := b.merge(f, found[0].ID, edit); err != nil {
			return nil, err
		}
	}
	return v, b.replace(found[0], v, linkpack.ActionIdentify, edit)
}

// add stores a new visitor.
func (b visitors) add(v *linkpack.Visitor, edit linkpack.Edit) error {
	_, err := b.find(v.ID)
	if err == nil {
		err = fmt.Errorf("visitor id %q: %w", v.ID, linkpack.ErrExists)
	}
	if !errors.Is(err, linkpack.ErrNotFound) {
		return err
	}
	return errors.Join(b.put(v, ""), b.tx.record(changelog.OfVisitor(linkpack.ActionCreate, v, edit)))
}

// replace stores a changed visitor, whose id and workspace it sets.
func (b visitors) replace(old, v *linkpack.Visitor, action linkpack.Action, edit linkpack.Edit) error {
	v.ID, v.Workspace = old.ID, old.Workspace
	if err := b.put(v, old.Email()); err != nil {
		return err
	}
	if v.Revision == old.Revision {
		return nil
	}
	return b.tx.record(changelog.OfVisitor(action, v, edit))
}

// put writes a visitor, whose e-mail was old.
func (b visitors) put(v *linkpack.Visitor, old string) error {
	if err := b.setEmail(v, old); err != nil {
		return err
	}
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("postgres: visitor %q: %w", v.ID, err)
	}
	b.records.put(keys.Visitor(v.Workspace, v.ID), data)
	return nil
}

// setEmail gives a visitor the e-mail that it has now for the one that it had.
func (b visitors) setEmail(v *linkpack.Visitor, old string) error {
	email := v.Email()
	if email == old {
		return nil
	}
	b.freeEmail(old)
	if email == "" {
		return nil
	}
	owner, err := b.owner(keys.Email, email)
	if err == nil && owner != nil {
		err = fmt.Errorf("a visitor with the e-mail %.80q: %w", email, linkpack.ErrExists)
	}
	if err != nil {
		return err
	}
	b.aliases.put(keys.Email.Of(b.workspace, email), []byte(v.ID))
	return nil
}

// give makes an alias that of a visitor.
func (b visitors) give(id string, kind keys.Alias, name string) {
	b.aliases.put(kind.Of(b.workspace, name), []byte(id))
	b.known.put(kind.Known(b.workspace, id, name), nil)
}

// merge removes a visitor and gives its aliases to the one with the id to.
func (b visitors) merge(gone *linkpack.Visitor, to string, edit linkpack.Edit) error {
	for _, kind := range []keys.Alias{keys.Identity, keys.MergedID} {
		names, err := b.namesOf(kind, gone.ID)
		if err != nil {
			return err
		}
		for _, name := range names {
			b.known.delete(kind.Known(b.workspace, gone.ID, name))
			b.give(to, kind, name)
		}
	}
	b.give(to, keys.MergedID, gone.ID)
	b.freeEmail(gone.Email())
	b.records.delete(keys.Visitor(b.workspace, gone.ID))
	return b.tx.record(changelog.OfVisitor(linkpack.ActionMerge, gone, edit))
}

// freeEmail makes an e-mail available again.
func (b visitors) freeEmail(email string) {
	if email != "" {
		b.aliases.delete(keys.Email.Of(b.workspace, email))
	}
}

// UpdateVisitor implements [linkpack.Visitors].
func (s *store) UpdateVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, update func(*linkpack.Visitor) error) (v *linkpack.Visitor, err error) {
	err = s.update(ctx, func(tx *tx) error {
		b := visitorsOf(tx, workspace)
		old, err := b.find(id)
		if err != nil {
			return err
		}
		given := old.Clone()
		if err := update(given); err != nil {
			return err
		}
		v = given.Clone()
		return b.replace(old, v, linkpack.ActionUpdate, edit)
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}
