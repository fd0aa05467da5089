package memory

import (
	"context"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// DeleteVisitor implements [linkpack.Visitors].
func (s *store) DeleteVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, leave func(string, []string) *linkpack.Document) error {
	return s.update(ctx, func(st *state) error {
		v, err := st.visitor(workspace, id)
		if err != nil {
			return err
		}
		identities := st.namesOf(keys.Identity, v.Workspace, v.ID)
		st.removeVisitor(v)
		st.record(changelog.OfVisitor(linkpack.ActionDelete, v, edit))
		if leave == nil {
			return nil
		}
		d := leave(v.ID, identities)
		if d == nil {
			return nil
		}
		return st.createDocument(d, nil)
	})
}

// removeVisitor removes a visitor with its aliases.
func (st *state) removeVisitor(v *linkpack.Visitor) {
	for _, kind := range []keys.Alias{keys.Identity, keys.MergedID} {
		for _, name := range st.namesOf(kind, v.Workspace, v.ID) {
			st.forgetAlias(v, kind, name)
		}
	}
	st.freeEmail(v.Workspace, v.Email())
	st.visitors = st.visitors.without(string(keys.Visitor(v.Workspace, v.ID)))
}

// forgetAlias takes an alias from a visitor.
func (st *state) forgetAlias(v *linkpack.Visitor, kind keys.Alias, name string) {
	st.aliases = st.aliases.without(string(kind.Of(v.Workspace, name)))
	st.known = st.known.without(string(kind.Known(v.Workspace, v.ID, name)))
}

// ForgetIdentities implements [linkpack.Visitors].
func (s *store) ForgetIdentities(ctx context.Context, workspace string, old []linkpack.OldIdentities) error {
	return s.update(ctx, func(st *state) error {
		for _, o := range old {
			v, ok := st.visitors.get(keys.Visitor(workspace, o.Visitor))
			if !ok || !v.IdentifiedAt.Equal(o.IdentifiedAt) {
				continue
			}
			for _, name := range o.Identities {
				if st.holder(keys.Identity, workspace, name) == v {
					st.forgetAlias(v, keys.Identity, name)
				}
			}
		}
		return nil
	})
}
