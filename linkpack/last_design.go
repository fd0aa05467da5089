package linkpack

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/routing"
)

// GoneError says that the link with a code was deleted, and which design its QR code
// had then. It wraps [ErrGone].
type GoneError struct {
	// Design is the ID of the design. Empty means a plain QR code.
	Design string
	// Revision is the revision of the design.
	Revision uint64
}

// Error returns the message of ErrGone.
func (e *GoneError) Error() string { return ErrGone.Error() }

// Unwrap returns [ErrGone].
func (e *GoneError) Unwrap() error { return ErrGone }

// LastDesign returns the design that the QR code of a deleted link had last, and its
// revision, for [Shortener.DesignRevision]. host and code are those of a request. An
// empty id means a plain QR code. So it does for a code that a living link gave up. It
// returns ErrNotFound if no link had the code, or one has it.
func (s *Shortener) LastDesign(ctx context.Context, host, code string) (id string, revision uint64, err error) {
	if err := permitOperator(ctx); err != nil {
		return "", 0, err
	}
	m, err := s.find(ctx, host, code, new(routing.Visit))
	if err == nil {
		err = fmt.Errorf("deleted link %q: %w", clip.Text(code), ErrNotFound)
	}
	if !errors.Is(err, ErrGone) {
		return "", 0, err
	}
	_, err = s.store.LinkByCode(ctx, m.at.Domain, m.at.Code)
	if gone, ok := errors.AsType[*GoneError](err); ok {
		return gone.Design, gone.Revision, nil
	}
	if errors.Is(err, ErrGone) {
		err = nil
	}
	return "", 0, err
}

// designNote returns a function that notes in a link which revision its design has now.
func (s *Shortener) designNote(ctx context.Context, links []*Link) (note func(*Link), err error) {
	revisions := make(map[string]uint64)
	for _, link := range links {
		if _, known := revisions[link.Design]; known || link.Design == "" {
			continue
		}
		d, err := s.store.Document(ctx, KindDesign, link.Workspace, link.Design) // LatestDesignRevision may be a second old
		switch {
		case err == nil:
			revisions[link.Design] = d.Revision
		case !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrDamaged):
			return nil, err
		}
	}
	return func(link *Link) { link.DesignRevision = revisions[link.Design] }, nil
}

// noteDesigns notes in links that are not in the bin, and are to be removed, which
// revisions their designs have now.
func (s *Shortener) noteDesigns(ctx context.Context, workspace string, links []*Link) error {
	var designed []*Link
	for _, link := range links {
		if link.Design != "" && link.DeletedAt.IsZero() {
			designed = append(designed, link)
		}
	}
	if len(designed) == 0 {
		return nil
	}
	note, err := s.designNote(ctx, designed)
	if err != nil {
		return err
	}
	_, err = s.store.UpdateLinks(ctx, workspace, idsOf(designed), func(_ int, link *Link) error {
		note(link)
		return nil
	})
	if errors.Is(err, ErrNotFound) { // which the removal says better
		return nil
	}
	return err
}

// dropNotes removes the notes of a removal that failed from links that are to be changed.
// A code that one of them gives up takes them from the link as it was.
func (s *Shortener) dropNotes(ctx context.Context, workspace string, links []*Link) error {
	var noted []*Link
	for _, link := range links {
		if link.DesignRevision != 0 {
			noted = append(noted, link)
		}
	}
	if len(noted) == 0 {
		return nil
	}
	_, err := s.store.UpdateLinks(ctx, workspace, idsOf(noted), func(_ int, link *Link) error {
		if link.DeletedAt.IsZero() {
			link.DesignRevision = 0
		}
		return nil
	})
	if errors.Is(err, ErrNotFound) { // which the change says better
		return nil
	}
	return err
}
