package linkpack

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// DeletedLink returns a workspace's link in the bin by its ID, or ErrNotFound. To
// list the bin, use [Shortener.ListLinks] with [OnlyBin].
func (s *Shortener) DeletedLink(ctx context.Context, workspace, id string) (*Link, error) {
	return s.binnedLink(ctx, workspace, id, MayRead)
}

// RestoreLink takes a workspace's link out of the bin and returns it as stored. It
// has its codes, history, uses and clicks again. It returns ErrNotFound if the link
// is not in the bin.
//
// The function update can change the link first, as in [Shortener.UpdateLink]; nil
// changes nothing. The link is checked like a new one, except for URLs that stay the
// same. So RestoreLink returns a [TakenError] if another link has taken one of its
// codes or its ExternalID, and a [FieldError] if its domain is no longer the
// workspace's. In these cases the link stays in the bin; call RestoreLink again with
// an update that sets another code, external ID or domain. An empty ShortCode gets a
// generated code. A link whose group was deleted comes back without group.
func (s *Shortener) RestoreLink(ctx context.Context, workspace, id string, update func(*Link) error) (*Link, error) {
	var each func(int, *Link) error
	if update != nil {
		each = func(_ int, link *Link) error { return update(link) }
	}
	links, err := s.restoreAll(ctx, workspace, []string{id}, each)
	if at, ok := errors.AsType[*IndexError](err); ok {
		return nil, at.Err
	}
	if err != nil {
		return nil, err
	}
	return links[0], nil
}

// RestoreLinks takes links out of the bin like [Shortener.RestoreLink], all or none,
// in one transaction. update gets the index of the ID. Errors are those of
// [Shortener.UpdateLinks].
func (s *Shortener) RestoreLinks(ctx context.Context, workspace string, ids []string, update func(i int, link *Link) error) ([]*Link, error) {
	if err := checkRepeated(ids); err != nil {
		return nil, err
	}
	links, err := s.restoreAll(ctx, workspace, ids, update)
	if err != nil {
		return nil, prefixIndexed(err)
	}
	return links, nil
}

func (s *Shortener) restoreAll(ctx context.Context, workspace string, ids []string, update func(int, *Link) error) ([]*Link, error) {
	if update == nil {
		update = func(int, *Link) error { return nil }
	}
	for {
		links, err := s.tryRestore(ctx, cmp.Or(workspace, DefaultWorkspace), ids, update)
		if !errors.Is(err, errChanged) {
			return links, err
		}
	}
}

// tryRestore restores links. It returns errChanged if a link was changed in the
// meantime.
func (s *Shortener) tryRestore(ctx context.Context, workspace string, ids []string, update func(int, *Link) error) (written []*Link, err error) {
	deleted, links := make([]*Link, len(ids)), make([]*Link, len(ids))
	for i, id := range ids {
		if deleted[i], err = s.binnedLink(ctx, workspace, id, MayChange); err != nil {
			return nil, &IndexError{Index: i, Err: err}
		}
		if links[i], err = s.restored(ctx, deleted[i], func(l *Link) error { return update(i, l) }); err != nil {
			return nil, &IndexError{Index: i, Err: err}
		}
	}
	if err := s.checkLinkQuota(ctx, links...); err != nil {
		return nil, err
	}
	err = s.place(ctx, links, func(ctx context.Context) (err error) {
		written, err = s.store.UpdateLinks(ctx, workspace, ids, func(i int, link *Link) error {
			if link.Revision != deleted[i].Revision {
				return errChanged
			}
			*link = *links[i].Clone()
			return nil
		})
		return err
	})
	return written, err
}

// restored returns a checked copy of a link in the bin, out of the bin. Its code may be
// empty, to be generated.
func (s *Shortener) restored(ctx context.Context, deleted *Link, update func(*Link) error) (*Link, error) {
	link, err := updated(deleted, update)
	if err != nil {
		return nil, err
	}
	link.DeletedAt, link.DesignRevision = time.Time{}, 0
	if err := s.checkWrite(ctx, link, deleted.withoutCodes()); err != nil {
		return nil, err
	}
	if err := s.regroup(ctx, link, deleted); err != nil {
		return nil, err
	}
	s.sign(ctx, link)
	return link, nil
}

// withoutCodes returns a copy that has no codes.
func (l *Link) withoutCodes() *Link {
	c := l.Clone()
	c.Domain, c.ShortCode, c.Aliases = "", "", nil
	return c
}
