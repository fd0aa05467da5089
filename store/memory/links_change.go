package memory

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// UpdateLinks implements [linkpack.Links].
func (s *store) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
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

// at adds to an error the index of the link that failed, unless it has that.
func at(i int, err error) error {
	if _, ok := errors.AsType[*linkpack.TakenError](err); ok {
		return err
	}
	return &linkpack.IndexError{Index: i, Err: err}
}

// change updates the link at index i of the call and returns what is stored, which
// must not be changed.
func (st *state) change(workspace, id string, i int, update func(int, *linkpack.Link) error) (*linkpack.Link, error) {
	old, err := st.link(workspace, id)
	if err != nil {
		return nil, err
	}
	l := old.Clone()
	if err := update(i, l); err != nil {
		return nil, err
	}
	l = owned(l) // update may have kept parts of it
	l.ID, l.Number, l.Workspace = old.ID, old.Number, old.Workspace
	if err := st.replaceCodes(old, l, i); err != nil {
		return nil, err
	}
	st.freeExternal(old)
	if err := st.takeExternal(l, i); err != nil {
		return nil, err
	}
	st.redirect(old, l)
	st.leaveBin(old)
	st.putLink(l)
	if l.Revision != old.Revision {
		st.past = st.past.set(string(revisionKey(old.Number, old.Revision)), old)
		st.record(changelog.Updated(old, l))
	}
	return l, errors.Join(st.recount(old, l), st.index(old, l))
}

// DeleteLinks implements [linkpack.Links].
func (s *store) DeleteLinks(ctx context.Context, workspace string, edit linkpack.Edit, ids ...string) error {
	return s.update(ctx, func(st *state) error {
		for i, id := range ids {
			l, err := st.link(workspace, id)
			if err != nil {
				return at(i, err)
			}
			if err := st.remove(l, edit); err != nil {
				return err
			}
		}
		return nil
	})
}

// remove removes a link and leaves its tombstones.
func (st *state) remove(l *linkpack.Link, edit linkpack.Edit) error {
	id, number := string(keys.Link(l.Workspace, l.ID)), string(numberKey(l.Number))
	st.links = st.links.without(id)
	st.byNumber = st.byNumber.without(number)
	st.deleted = st.deleted.set(id, l.Number)
	st.uses = st.uses.without(number)
	st.buryCodes(l)
	st.freeExternal(l)
	st.redirect(l, nil)
	st.leaveBin(l)
	st.forget(l.Number)
	if l.DeletedAt.IsZero() {
		st.countOut(l.Workspace)
	}
	st.record(changelog.Removed(l, edit))
	return st.index(l, nil)
}
