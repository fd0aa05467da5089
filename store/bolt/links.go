package bolt

import (
	"bytes"
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// CreateLinks implements [linkpack.Links].
func (s *Store) CreateLinks(ctx context.Context, created ...*linkpack.Link) error {
	numbers := make([]uint32, len(created))
	err := s.update(ctx, func(tx *bbolt.Tx) (err error) {
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

// add stores a link, the one at index i of those to be created, and returns the
// number it was given.
func (b links) add(l linkpack.Link, i int) (number uint32, err error) {
	key := keys.Link(l.Workspace, l.ID)
	if b.ids().Get(key) != nil {
		return 0, fmt.Errorf("link id %q: %w", l.ID, linkpack.ErrExists)
	}
	if l.Number, err = b.number(); err != nil {
		return 0, err
	}
	if err := b.takeCode(&l, i); err != nil {
		return 0, err
	}
	if err := b.ids().Put(key, numberKey(l.Number)); err != nil {
		return 0, err
	}
	return l.Number, b.put(&l)
}

// Link implements [linkpack.Links].
func (s *Store) Link(ctx context.Context, workspace, id string) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		l, err = links{tx}.find(workspace, id)
		return err
	})
	return l, err
}

// LinkByCode implements [linkpack.Links].
func (s *Store) LinkByCode(ctx context.Context, domain, code string) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		b := links{tx}
		number := b.codes().Get(keys.Code(domain, code))
		switch {
		case number == nil:
			return fmt.Errorf("short code %.80q: %w", code, linkpack.ErrNotFound)
		case bytes.Equal(number, tombstone()):
			return fmt.Errorf("short code %.80q: %w", code, linkpack.ErrGone)
		}
		l, err = b.read(number)
		return err
	})
	return l, err
}

// UpdateLink implements [linkpack.Links].
func (s *Store) UpdateLink(ctx context.Context, workspace, id string, update func(*linkpack.Link) error) (l *linkpack.Link, err error) {
	err = s.update(ctx, func(tx *bbolt.Tx) error {
		b := links{tx}
		old, err := b.find(workspace, id)
		if err != nil {
			return err
		}
		l = old.Clone()
		if err := update(l); err != nil {
			return err
		}
		l.ID, l.Number, l.Workspace = old.ID, old.Number, old.Workspace
		return b.replace(old, l)
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// replace stores l in the place of old.
func (b links) replace(old, l *linkpack.Link) error {
	if l.Domain != old.Domain || l.ShortCode != old.ShortCode {
		if err := b.takeCode(l, 0); err != nil {
			return err
		}
		if err := b.buryCode(old); err != nil {
			return err
		}
	}
	return b.put(l)
}

// DeleteLink implements [linkpack.Links].
func (s *Store) DeleteLink(ctx context.Context, workspace, id string) error {
	return s.update(ctx, func(tx *bbolt.Tx) error {
		b := links{tx}
		l, err := b.find(workspace, id)
		if err != nil {
			return err
		}
		if err := b.buryCode(l); err != nil {
			return err
		}
		if err := b.ids().Delete(keys.Link(workspace, id)); err != nil {
			return err
		}
		return b.records().Delete(numberKey(l.Number))
	})
}

// ListLinks implements [linkpack.Links].
func (s *Store) ListLinks(ctx context.Context, query linkpack.LinkQuery) (found linkpack.LinkPage, err error) {
	page, err := keys.PageOf(query)
	if err != nil {
		return linkpack.LinkPage{}, err
	}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		b := links{tx}
		for _, number := range down(b.ids(), page.From, page.Before) {
			if len(found.Links) == page.Limit {
				found.Next = keys.Cursor(query.Workspace, found.Links[page.Limit-1].ID)
				return nil
			}
			l, err := b.read(number)
			if err != nil {
				return err
			}
			found.Links = append(found.Links, l)
		}
		return nil
	})
	if err != nil {
		return linkpack.LinkPage{}, err
	}
	return found, nil
}
