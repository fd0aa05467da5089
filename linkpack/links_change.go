package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
)

// errChanged says that a record was changed between reading and writing it.
var errChanged = errors.New("changed in the meantime")

// UpdateLink changes a workspace's link with the function update, which may run more
// than once, and returns the link as stored. ID, Number, Workspace, Revision,
// CreatedAt, UpdatedAt, UpdatedBy, DeletedAt and DesignRevision cannot be changed. If
// update changes nothing, nothing is stored. It returns the errors of [Shortener.CreateLink],
// ErrNotFound for a link that is unknown or in the bin, and any error of update.
// After an error, the link is unchanged.
func (s *Shortener) UpdateLink(ctx context.Context, workspace, id string, update func(*Link) error) (*Link, error) {
	links, err := s.updateAll(ctx, workspace, []string{id}, func(_ int, link *Link) error { return update(link) })
	if at, ok := errors.AsType[*IndexError](err); ok {
		return nil, at.Err
	}
	if err != nil {
		return nil, err
	}
	return links[0], nil
}

// UpdateLinks changes links like [Shortener.UpdateLink], all or none, in one
// transaction. update gets the index of the ID. An error of one link is wrapped
// in an [IndexError], unless it is a [TakenError], which has its own index. The
// field names of a [FieldError] begin with the index, as in
// "links[3].destination". It returns a FieldError if an ID is repeated.
func (s *Shortener) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(i int, link *Link) error) ([]*Link, error) {
	if err := checkRepeated(ids); err != nil {
		return nil, err
	}
	links, err := s.updateAll(ctx, workspace, ids, update)
	if err != nil {
		return nil, prefixIndexed(err)
	}
	return links, nil
}

func checkRepeated(ids []string) error {
	first := make(map[string]int, len(ids))
	for i, id := range ids {
		if j, repeated := first[id]; repeated {
			return invalid(fmt.Sprintf("ids[%d]", i), "is the same as ids[%d]", j)
		}
		first[id] = i
	}
	return nil
}

func (s *Shortener) updateAll(ctx context.Context, workspace string, ids []string, update func(int, *Link) error) ([]*Link, error) {
	for {
		links, err := s.tryUpdate(ctx, cmp.Or(workspace, DefaultWorkspace), ids, update)
		if !errors.Is(err, errChanged) {
			return links, err
		}
	}
}

// tryUpdate changes the links outside the store's transaction, where checks can
// read the store, and writes them. It returns errChanged if a link was changed in the
// meantime.
func (s *Shortener) tryUpdate(ctx context.Context, workspace string, ids []string, update func(int, *Link) error) ([]*Link, error) {
	stored, changed := make([]*Link, len(ids)), make([]*Link, len(ids))
	same := true
	for i, id := range ids {
		var err error
		if stored[i], err = s.liveLink(ctx, workspace, id, MayChange); err != nil {
			return nil, &IndexError{Index: i, Err: err}
		}
		if changed[i], err = s.change(ctx, stored[i], func(l *Link) error { return update(i, l) }); err != nil {
			return nil, &IndexError{Index: i, Err: err}
		}
		same = same && changed[i].Revision == stored[i].Revision
	}
	if same {
		return stored, nil
	}
	return s.writeChanges(ctx, workspace, stored, changed)
}

// writeChanges writes links in one transaction, after their changes were checked. It
// returns errChanged if one is not as stored any more.
func (s *Shortener) writeChanges(ctx context.Context, workspace string, stored, changed []*Link) (written []*Link, err error) {
	if err := s.checkNewExternalIDs(ctx, changed, stored); err != nil {
		return nil, err
	}
	if err := s.dropNotes(ctx, workspace, stored); err != nil {
		return nil, err
	}
	held, err := s.onDomains(ctx, changed, stored)
	if err != nil {
		return nil, err
	}
	held, err = s.inGroups(held, changed, stored)
	if err != nil {
		return nil, err
	}
	err = s.writeLinks(ctx, changed, func() (err error) {
		written, err = s.store.UpdateLinks(held, workspace, idsOf(stored), func(i int, link *Link) error {
			if link.Revision != stored[i].Revision {
				return errChanged
			}
			*link = *changed[i].Clone()
			link.DesignRevision = 0 // see dropNotes
			return nil
		})
		return err
	})
	if errors.Is(err, ErrConflict) {
		return nil, cmp.Or(s.domainsChanged(ctx), errChanged)
	}
	s.forget(stored...)
	s.forget(changed...)
	s.describe(ctx, err, changed)
	return written, err
}

// change applies update to a copy of stored and checks the result. If something
// changed, the result has the next revision.
func (s *Shortener) change(ctx context.Context, stored *Link, update func(*Link) error) (*Link, error) {
	changed, err := updated(stored, update)
	if err != nil {
		return nil, err
	}
	if err := s.checkWrite(ctx, changed, stored); err != nil {
		return nil, err
	}
	if !reflect.DeepEqual(changed, stored) {
		s.sign(ctx, changed)
	}
	return changed, nil
}

// updated applies update to a copy of stored, except to fields that cannot be
// changed.
func updated(stored *Link, update func(*Link) error) (*Link, error) {
	changed := stored.Clone()
	if err := update(changed); err != nil {
		return nil, err
	}
	changed = changed.Clone() // update may have kept the slices it set
	changed.ID, changed.Number, changed.Workspace = stored.ID, stored.Number, stored.Workspace
	changed.Revision, changed.CreatedAt, changed.DeletedAt = stored.Revision, stored.CreatedAt, stored.DeletedAt
	changed.UpdatedAt, changed.UpdatedBy, changed.DesignRevision = stored.UpdatedAt, stored.UpdatedBy, stored.DesignRevision
	return changed, nil
}

// sign makes a changed link the next revision, by the actor of ctx.
func (s *Shortener) sign(ctx context.Context, link *Link) {
	link.Revision++
	link.UpdatedAt, link.UpdatedBy = s.now(), ActorOf(ctx)
}
