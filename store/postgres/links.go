package postgres

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
	most := 2 * len(created) // each can be the first of its workspace
	err := s.updateNumbered(ctx, most, func(tx *tx) (err error) {
		b := links{tx}
		if err := b.prepare(created); err != nil {
			return err
		}
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
	if l.Number, err = b.tx.numbers.take(); err != nil {
		return 0, err
	}
	if err := b.countIn(&l); err != nil {
		return 0, err
	}
	if err := b.takeCodes(&l, i); err != nil {
		return 0, err
	}
	if err := b.takeExternal(&l, i); err != nil {
		return 0, err
	}
	b.redirect(nil, &l)
	b.ids().put(key, numberKey(l.Number))
	b.enterBin(&l)
	return l.Number, errors.Join(b.addRecord(&l), b.index(nil, &l), b.tx.record(changelog.Created(&l)))
}

// prepare reads at once what creating links asks for.
func (b links) prepare(created []*linkpack.Link) error {
	var ids, codes, external, workspaces [][]byte
	for _, l := range created {
		ids = append(ids, keys.Link(l.Workspace, l.ID))
		workspaces = append(workspaces, keys.Workspace(l.Workspace))
		for _, c := range l.Codes() {
			codes = append(codes, keys.Code(c.Domain, c.ShortCode))
		}
		if key := keys.ExternalOf(l); key != nil {
			external = append(external, key)
		}
	}
	return b.tx.load(
		part{b.ids(), ids}, part{b.deleted(), ids}, part{b.codes(), codes},
		part{b.external(), external}, part{b.workspaces(), workspaces},
	)
}

// Link implements [linkpack.Links].
func (s *store) Link(ctx context.Context, workspace, id string) (l *linkpack.Link, err error) {
	err = s.follow(ctx, byID(), keys.Link(workspace, id), func(tx *tx) error {
		l, err = links{tx}.find(workspace, id)
		return err
	})
	return l, err
}

// LinkByCode implements [linkpack.Links].
func (s *store) LinkByCode(ctx context.Context, domain, code string) (l *linkpack.Link, err error) {
	err = s.follow(ctx, byCode(), keys.Code(domain, code), func(tx *tx) error {
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
			return damaged("link %x does not have the short code %.80q, which points to it", h.number, code)
		}
		l = found
		return err
	})
	return l, err
}
