package memory

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// Visitor implements [linkpack.Visitors].
func (s *store) Visitor(ctx context.Context, workspace, id string) (*linkpack.Visitor, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	v, err := st.visitor(workspace, id)
	if err != nil {
		return nil, err
	}
	return v.Clone(), nil
}

// visitor returns the stored visitor with an id, or the one that it became part of,
// which must not be changed.
func (st *state) visitor(workspace, id string) (*linkpack.Visitor, error) {
	if v, ok := st.visitors.get(keys.Visitor(workspace, id)); ok {
		return v, nil
	}
	if v := st.holder(keys.MergedID, workspace, id); v != nil {
		return v, nil
	}
	return nil, fmt.Errorf("visitor %.80q: %w", id, linkpack.ErrNotFound)
}

// holder returns the visitor that has an alias, which must not be changed, or nil.
func (st *state) holder(kind keys.Alias, workspace, name string) *linkpack.Visitor {
	id, ok := st.aliases.get(kind.Of(workspace, name))
	if !ok {
		return nil
	}
	v, _ := st.visitors.get(keys.Visitor(workspace, id))
	return v
}

// VisitorByEmail implements [linkpack.Visitors].
func (s *store) VisitorByEmail(ctx context.Context, workspace, email string) (*linkpack.Visitor, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	v := st.holder(keys.Email, workspace, email)
	if v == nil {
		return nil, fmt.Errorf("visitor %.80q: %w", email, linkpack.ErrNotFound)
	}
	return v.Clone(), nil
}

// VisitorsByIdentity implements [linkpack.Visitors].
func (s *store) VisitorsByIdentity(ctx context.Context, workspace string, identities []string) ([]*linkpack.Visitor, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	found := make([]*linkpack.Visitor, len(identities))
	cloned := make(map[*linkpack.Visitor]*linkpack.Visitor)
	for i, identity := range identities {
		v := st.holder(keys.Identity, workspace, identity)
		if v != nil && cloned[v] == nil {
			cloned[v] = v.Clone()
		}
		found[i] = cloned[v]
	}
	return found, nil
}

// VisitorIdentities implements [linkpack.Visitors].
func (s *store) VisitorIdentities(ctx context.Context, workspace string, ids []string) ([][]string, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	found := make([][]string, len(ids))
	for i, id := range ids {
		found[i] = st.namesOf(keys.Identity, workspace, id)
	}
	return found, nil
}

// namesOf returns the aliases of a kind that a visitor has, sorted.
func (st *state) namesOf(kind keys.Alias, workspace, id string) (names []string) {
	prefix := kind.Known(workspace, id, "")
	for key := range (span[struct{}]{st.known, prefix, keys.After(prefix)}).up() {
		names = append(names, keys.LastPart([]byte(key), prefix))
	}
	return names
}

// ListVisitors implements [linkpack.Visitors].
func (s *store) ListVisitors(ctx context.Context, query linkpack.VisitorQuery) (linkpack.VisitorPage, error) {
	st, err := s.view(ctx)
	if err != nil {
		return linkpack.VisitorPage{}, err
	}
	plan, err := listing.Visitors(query)
	if err != nil {
		return linkpack.VisitorPage{}, err
	}
	after, ascending := plan.Start()
	from, to := keys.LinksFrom(query.Workspace, after, ascending)
	all := whole(span[*linkpack.Visitor]{st.visitors, from, to}.scan(ascending))
	if query.Email != "" {
		all = st.withEmail(query.Workspace, strings.ToLower(query.Email))
	}
	page, next, err := plan.Page(ctx, all)
	for i, v := range page {
		page[i] = v.Clone()
	}
	return linkpack.VisitorPage{Visitors: page, Next: next}, err
}

// whole yields records that are never damaged. They must not be changed.
func whole(records iter.Seq2[string, *linkpack.Visitor]) iter.Seq2[*linkpack.Visitor, error] {
	return func(yield func(*linkpack.Visitor, error) bool) {
		for _, v := range records {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// withEmail yields the visitor with an e-mail, if there is one.
func (st *state) withEmail(workspace, email string) iter.Seq2[*linkpack.Visitor, error] {
	return func(yield func(*linkpack.Visitor, error) bool) {
		if v := st.holder(keys.Email, workspace, email); v != nil {
			yield(v, nil)
		}
	}
}

// CountVisitors implements [linkpack.Visitors].
func (s *store) CountVisitors(ctx context.Context, workspace string) (n int, err error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	from, to := keys.LinksFrom(workspace, "", true)
	for range (span[*linkpack.Visitor]{st.visitors, from, to}).up() {
		n++
	}
	return n, nil
}
