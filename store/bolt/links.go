package bolt

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// CreateLinks implements [linkpack.Links].
func (s *store) CreateLinks(ctx context.Context, created ...*linkpack.Link) error {
	numbers := make([]uint32, len(created))
	err := s.update(ctx, func(tx *tx) (err error) {
		b := links{tx}
		for i, l := range created {
			if numbers[i], err = b.add(*l, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, l := range created {
		l.Number = numbers[i]
	}
	return nil
}

// add stores the link at index i of those to create and returns its number.
func (b links) add(l linkpack.Link, i int) (number uint32, err error) {
	key := keys.Link(l.Workspace, l.ID)
	live, err := b.ids().get(key)
	if err != nil {
		return 0, err
	}
	dead, err := b.deleted().get(key)
	if err != nil {
		return 0, err
	}
	if live != nil || dead != nil {
		return 0, fmt.Errorf("link id %q: %w", l.ID, linkpack.ErrExists)
	}
	if l.Number, err = b.number(); err != nil {
		return 0, err
	}
	stored, err := b.put(&l)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(b.countIn(stored), b.ids().put(key, numberKey(l.Number))); err != nil {
		return 0, err
	}
	if err := b.takeCodes(stored, i); err != nil {
		return 0, err
	}
	if err := b.takeExternal(stored, i); err != nil {
		return 0, err
	}
	return l.Number, errors.Join(b.redirect(nil, stored), b.enterBin(stored), b.index(nil, stored), record(b.tx, changelog.Created(stored)))
}

// Link implements [linkpack.Links].
func (s *store) Link(ctx context.Context, workspace, id string) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *tx) error {
		l, err = links{tx}.find(workspace, id)
		return err
	})
	return l, err
}

// LinkByCode implements [linkpack.Links].
func (s *store) LinkByCode(ctx context.Context, domain, code string) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *tx) error {
		b := links{tx}
		h, err := b.holder(domain, code)
		switch {
		case err != nil:
			return err
		case h.number == nil:
			return fmt.Errorf("short code %.80q: %w", code, linkpack.ErrNotFound)
		case h.isTombstone():
			return fmt.Errorf("short code %.80q: %w", code, h.last())
		}
		found, err := b.read(h.number)
		if err == nil && !hasCode(found, linkpack.Alias{Domain: domain, ShortCode: code}) {
			return fmt.Errorf("%w: link %x does not have the short code %.80q, which points to it", ErrCorrupt, h.number, code)
		}
		l = found
		return err
	})
	return l, err
}
