package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// JoinVisitors implements [linkpack.Visitors].
func (s *store) JoinVisitors(ctx context.Context, workspace, email string, identities []string, edit linkpack.Edit, join func([]*linkpack.Visitor) (*linkpack.Visitor, error)) (*linkpack.Visitor, error) {
	var v *linkpack.Visitor
	err := s.update(ctx, func(st *state) (err error) {
		if v, err = st.join(workspace, st.holders(workspace, email, identities), edit, join); err != nil {
			return err
		}
		for _, identity := range identities {
			st.give(v, keys.Identity, identity)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return v.Clone(), nil
}

// holders returns the visitors that have an e-mail or identities, in the order of their
// ids. They must not be changed.
func (st *state) holders(workspace, email string, identities []string) (found []*linkpack.Visitor) {
	add := func(v *linkpack.Visitor) {
		if v != nil && !slices.Contains(found, v) {
			found = append(found, v)
		}
	}
	if email != "" {
		add(st.holder(keys.Email, workspace, email))
	}
	for _, identity := range identities {
		add(st.holder(keys.Identity, workspace, identity))
	}
	slices.SortFunc(found, func(a, b *linkpack.Visitor) int { return cmp.Compare(a.ID, b.ID) })
	return found
}

// join stores the visitor that a function makes of others, and removes all of them but
// the first. It returns what is stored, which must not be changed.
func (st *state) join(workspace string, found []*linkpack.Visitor, edit linkpack.Edit, join func([]*linkpack.Visitor) (*linkpack.Visitor, error)) (*linkpack.Visitor, error) {
	given := make([]*linkpack.Visitor, len(found))
	for i, f := range found {
		given[i] = f.Clone()
	}
	made, err := join(given)
	if err != nil {
		return nil, err
	}
	v := owned(made)
	if len(found) == 0 {
		v.Workspace = string(keys.Workspace(workspace))
		return v, st.addVisitor(v, edit)
	}
	for _, f := range found[1:] {
		st.merge(f, found[0], edit)
	}
	return v, st.replaceVisitor(found[0], v, linkpack.ActionIdentify, edit)
}

// addVisitor stores a new visitor.
func (st *state) addVisitor(v *linkpack.Visitor, edit linkpack.Edit) error {
	if _, err := st.visitor(v.Workspace, v.ID); err == nil {
		return fmt.Errorf("visitor id %q: %w", v.ID, linkpack.ErrExists)
	}
	st.record(changelog.OfVisitor(linkpack.ActionCreate, v, edit))
	return st.putVisitor(v, "")
}

// replaceVisitor stores a changed visitor, whose id and workspace it sets.
func (st *state) replaceVisitor(old, v *linkpack.Visitor, action linkpack.Action, edit linkpack.Edit) error {
	v.ID, v.Workspace = old.ID, old.Workspace
	if v.Revision != old.Revision {
		st.record(changelog.OfVisitor(action, v, edit))
	}
	return st.putVisitor(v, old.Email())
}

// putVisitor stores v, which must not be changed any more. Its e-mail was old.
func (st *state) putVisitor(v *linkpack.Visitor, old string) error {
	if email := v.Email(); email != old {
		st.freeEmail(v.Workspace, old)
		if st.holder(keys.Email, v.Workspace, email) != nil {
			return fmt.Errorf("a visitor with the e-mail %.80q: %w", email, linkpack.ErrExists)
		}
		if email != "" {
			st.aliases = st.aliases.set(string(keys.Email.Of(v.Workspace, email)), v.ID)
		}
	}
	st.visitors = st.visitors.set(string(keys.Visitor(v.Workspace, v.ID)), v)
	return nil
}

// freeEmail makes an e-mail available again.
func (st *state) freeEmail(workspace, email string) {
	st.aliases = st.aliases.without(string(keys.Email.Of(workspace, email)))
}

// give makes an alias that of a visitor.
func (st *state) give(v *linkpack.Visitor, kind keys.Alias, name string) {
	st.aliases = st.aliases.set(string(kind.Of(v.Workspace, name)), v.ID)
	st.known = st.known.set(string(kind.Known(v.Workspace, v.ID, name)), struct{}{})
}

// merge removes a visitor and gives its aliases to another.
func (st *state) merge(gone, to *linkpack.Visitor, edit linkpack.Edit) {
	for _, kind := range []keys.Alias{keys.Identity, keys.MergedID} {
		for _, name := range st.namesOf(kind, gone.Workspace, gone.ID) {
			st.known = st.known.without(string(kind.Known(gone.Workspace, gone.ID, name)))
			st.give(to, kind, name)
		}
	}
	st.give(to, keys.MergedID, gone.ID)
	st.freeEmail(gone.Workspace, gone.Email())
	st.visitors = st.visitors.without(string(keys.Visitor(gone.Workspace, gone.ID)))
	st.record(changelog.OfVisitor(linkpack.ActionMerge, gone, edit))
}

// UpdateVisitor implements [linkpack.Visitors].
func (s *store) UpdateVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, update func(*linkpack.Visitor) error) (*linkpack.Visitor, error) {
	var v *linkpack.Visitor
	err := s.update(ctx, func(st *state) error {
		old, err := st.visitor(workspace, id)
		if err != nil {
			return err
		}
		given := old.Clone()
		if err := update(given); err != nil {
			return err
		}
		v = owned(given)
		return st.replaceVisitor(old, v, linkpack.ActionUpdate, edit)
	})
	if err != nil {
		return nil, err
	}
	return v.Clone(), nil
}
