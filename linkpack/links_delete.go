package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// DeleteLink puts a workspace's link into the bin, or returns ErrNotFound if there is
// none or it is there already. Visits of its codes get ErrGone from then on. The
// link keeps its history, uses and clicks, and can be restored until Options.Bin is
// over; see [Shortener.RestoreLink]. It uses no domain, so its domain can be deleted.
// A damaged link is removed at once.
//
// Only links of the same workspace can take its codes from then on; a visit of such
// a code then goes to the new link.
func (s *Shortener) DeleteLink(ctx context.Context, workspace, id string) error {
	err := s.DeleteLinks(ctx, workspace, []string{id})
	if errors.Is(err, ErrDamaged) && s.isDamaged(ctx, workspace, id) {
		err = s.DeleteLinksNow(ctx, workspace, []string{id})
	}
	if at, ok := errors.AsType[*IndexError](err); ok {
		return at.Err
	}
	return err
}

// isDamaged reports whether a link cannot be read.
func (s *Shortener) isDamaged(ctx context.Context, workspace, id string) bool {
	_, err := s.store.Link(ctx, cmp.Or(workspace, DefaultWorkspace), id)
	return errors.Is(err, ErrDamaged)
}

// DeleteLinks puts links into the bin like [Shortener.DeleteLink], all or none, in
// one transaction. It returns an [IndexError] that wraps ErrNotFound for an ID that
// does not exist, is repeated, or is that of a link in the bin, and one that wraps
// ErrDamaged for a damaged link, which only [Shortener.DeleteLinksNow] removes.
func (s *Shortener) DeleteLinks(ctx context.Context, workspace string, ids []string) error {
	if s.opts.Bin < 0 {
		return s.removeLinks(ctx, workspace, ids, s.liveLink)
	}
	scope, err := scopeIn(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	known, err := s.known(ctx, cmp.Or(workspace, DefaultWorkspace), ids)
	if err != nil {
		return err
	}
	note, err := s.designNote(ctx, known)
	if err != nil {
		return err
	}
	links, err := s.store.UpdateLinks(ctx, cmp.Or(workspace, DefaultWorkspace), ids, func(_ int, link *Link) error {
		if !link.DeletedAt.IsZero() || !s.covers(scope, link) {
			return errNoLink(link.ID)
		}
		if err := s.checkWithin(scope, link); err != nil {
			return err
		}
		s.sign(ctx, link)
		link.DeletedAt = link.UpdatedAt
		note(link)
		return nil
	})
	s.forget(links...)
	return err
}

// known returns those of a workspace's links that there are and that are not damaged,
// without the names of their groups.
func (s *Shortener) known(ctx context.Context, workspace string, ids []string) (links []*Link, err error) {
	for _, id := range ids {
		link, err := s.store.Store.Link(ctx, workspace, id)
		switch {
		case err == nil:
			links = append(links, link)
		case !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrDamaged):
			return nil, err
		}
	}
	return links, nil
}

// DeleteLinksNow removes links, all or none, in one transaction, whether they are in
// the bin or not, with their history and uses. They cannot be restored. Their codes
// answer "gone" from then on and can only be taken by links of the same workspace.
// Their clicks stay; see [Shortener.EraseClicks]. Damaged links can be removed, too. It
// returns an [IndexError] that wraps ErrNotFound for an ID that does not exist or is
// repeated.
func (s *Shortener) DeleteLinksNow(ctx context.Context, workspace string, ids []string) error {
	return s.removeLinks(ctx, workspace, ids, s.ownLink)
}

// linkReader reads a link that the principal of ctx has a right to.
type linkReader func(ctx context.Context, workspace, id string, right Rights) (*Link, error)

// removeLinks removes the links that read finds.
func (s *Shortener) removeLinks(ctx context.Context, workspace string, ids []string, read linkReader) error {
	workspace = cmp.Or(workspace, DefaultWorkspace)
	links, err := s.toRemove(ctx, workspace, ids, read)
	if err != nil {
		return err
	}
	if err := s.noteDesigns(ctx, workspace, links); err != nil {
		return err
	}
	err = s.store.DeleteLinks(ctx, workspace, *s.edit(ctx, workspace), ids...)
	if len(links) < len(ids) {
		s.cache.InvalidateAll() // the codes of damaged links are not known
	}
	s.forget(links...)
	return err
}

// toRemove returns those of the links to remove that are not damaged. Whoever may
// delete links of one domain or tag only may not remove damaged ones.
func (s *Shortener) toRemove(ctx context.Context, workspace string, ids []string, read linkReader) (links []*Link, err error) {
	scope, err := scopeIn(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		link, err := read(ctx, workspace, id, MayChange)
		damaged := errors.Is(err, ErrDamaged)
		switch {
		case damaged:
			_, err = permit(ctx, workspace, MayChange)
		case err == nil:
			err = s.checkWithin(scope, link)
		}
		if err != nil {
			return nil, &IndexError{Index: i, Err: err}
		}
		if !damaged {
			links = append(links, link)
		}
	}
	return links, nil
}

// errNoLink says that there is no link with an ID.
func errNoLink(id string) error { return fmt.Errorf("link %q: %w", clip.Text(id), ErrNotFound) }
