package memory

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// UpdateLinks implements [linkpack.Links].
func (s *Store) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
	stored := make([]*linkpack.Link, len(ids))
	err := s.update(ctx, func(st *state) error {
		for i, id := range ids {
			l, err := st.change(workspace, id, i, update)
			if err != nil {
				return at(i, err)
			}
			stored[i] = l.Clone()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stored, nil
}

// at says for which link something failed, unless err says so itself.
func at(i int, err error) error {
	if _, ok := errors.AsType[*linkpack.TakenError](err); ok {
		return err
	}
	return &linkpack.IndexError{Index: i, Err: err}
}

// change files what update makes of a link, the one at index i, and returns it;
// it must not be changed.
func (st *state) change(workspace, id string, i int, update func(int, *linkpack.Link) error) (*linkpack.Link, error) {
	old, err := st.link(workspace, id)
	if err != nil {
		return nil, err
	}
	l := old.Clone()
	if err := update(i, l); err != nil {
		return nil, err
	}
	l = l.Clone() // update may have kept what it was handed
	l.ID, l.Number, l.Workspace = old.ID, old.Number, old.Workspace
	isChange := l.Revision != old.Revision
	if isChange {
		st.past = st.past.set(string(revisionKey(old.Number, old.Revision)), old)
	}
	if !slices.Equal(l.Codes(), old.Codes()) {
		st.buryCodes(old)
	}
	if err := st.takeCodes(l, i); err != nil {
		return nil, err
	}
	st.putLink(l)
	if isChange {
		st.record(changelog.Updated(old, l))
	}
	return l, nil
}

// DeleteLinks implements [linkpack.Links].
func (s *Store) DeleteLinks(ctx context.Context, workspace string, edit linkpack.Edit, ids ...string) error {
	return s.update(ctx, func(st *state) error {
		for i, id := range ids {
			l, err := st.link(workspace, id)
			if err != nil {
				return at(i, err)
			}
			key := string(keys.Link(workspace, id))
			st.links = st.links.without(key)
			st.byNumber = st.byNumber.without(string(numberKey(l.Number)))
			st.deleted = st.deleted.set(key, l.Number)
			st.uses = st.uses.without(string(numberKey(l.Number)))
			st.buryCodes(l)
			st.forget(l.Number)
			st.record(changelog.Deleted(l, edit))
		}
		return nil
	})
}

// DeletedLink implements [linkpack.Links].
func (s *Store) DeletedLink(ctx context.Context, workspace, id string) (uint32, error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	number, ok := st.deleted.get(keys.Link(workspace, id))
	if !ok {
		return 0, fmt.Errorf("link %.80q: %w", id, linkpack.ErrNotFound)
	}
	return number, nil
}

// DeletedLinks implements [linkpack.Links].
func (s *Store) DeletedLinks(ctx context.Context, workspace string) (numbers []uint32, err error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	from, to := keys.LinksFrom(workspace, "", true)
	for _, number := range (span[uint32]{st.deleted, from, to}).up() {
		numbers = append(numbers, number)
	}
	return numbers, nil
}
