package memory

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// CreateLinks implements [linkpack.Links].
func (s *Store) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	var first uint32
	err := s.update(ctx, func(st *state) error {
		if uint64(st.numbers)+uint64(len(links)) > math.MaxUint32 {
			return errors.New("store: link numbers are used up")
		}
		first = st.numbers + 1
		for i, l := range links {
			if err := st.addLink(l, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, l := range links {
		l.Number = first + uint32(i)
	}
	return nil
}

// addLink stores a copy of l, the link at index i of those to be created.
func (st *state) addLink(l *linkpack.Link, i int) error {
	c := l.Clone()
	if _, taken := st.links.get(keys.Link(c.Workspace, c.ID)); taken {
		return fmt.Errorf("link id %q: %w", c.ID, linkpack.ErrExists)
	}
	if err := st.takeCode(c, i); err != nil {
		return err
	}
	st.numbers++
	c.Number = st.numbers
	st.putLink(c)
	return nil
}

// takeCode makes sure that nobody has or had l's code.
func (st *state) takeCode(l *linkpack.Link, i int) error {
	if _, taken := st.codes.get(keys.Code(l.Domain, l.ShortCode)); taken {
		return &linkpack.TakenError{Index: i, Domain: l.Domain, ShortCode: l.ShortCode}
	}
	return nil
}

// putLink files l, which nobody changes from now on.
func (st *state) putLink(l *linkpack.Link) {
	st.links = st.links.set(string(keys.Link(l.Workspace, l.ID)), l)
	st.codes = st.codes.set(string(keys.Code(l.Domain, l.ShortCode)), l)
}

// buryCode leaves a tombstone at l's code.
func (st *state) buryCode(l *linkpack.Link) {
	st.codes = st.codes.set(string(keys.Code(l.Domain, l.ShortCode)), nil)
}

// Link implements [linkpack.Links].
func (s *Store) Link(ctx context.Context, workspace, id string) (*linkpack.Link, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	l, err := st.link(workspace, id)
	if err != nil {
		return nil, err
	}
	return l.Clone(), nil
}

// link returns the stored link, which must not be changed.
func (st *state) link(workspace, id string) (*linkpack.Link, error) {
	l, ok := st.links.get(keys.Link(workspace, id))
	if !ok {
		return nil, fmt.Errorf("link %.80q: %w", id, linkpack.ErrNotFound)
	}
	return l, nil
}

// LinkByCode implements [linkpack.Links].
func (s *Store) LinkByCode(ctx context.Context, domain, code string) (*linkpack.Link, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	l, ok := st.codes.get(keys.Code(domain, code))
	switch {
	case !ok:
		return nil, fmt.Errorf("short code %.80q: %w", code, linkpack.ErrNotFound)
	case l == nil:
		return nil, fmt.Errorf("short code %.80q: %w", code, linkpack.ErrGone)
	}
	return l.Clone(), nil
}

// UpdateLink implements [linkpack.Links].
func (s *Store) UpdateLink(ctx context.Context, workspace, id string, update func(*linkpack.Link) error) (*linkpack.Link, error) {
	var stored *linkpack.Link
	err := s.update(ctx, func(st *state) error {
		old, err := st.link(workspace, id)
		if err != nil {
			return err
		}
		l := old.Clone()
		if err := update(l); err != nil {
			return err
		}
		stored = l.Clone()
		stored.ID, stored.Number, stored.Workspace = old.ID, old.Number, old.Workspace
		return st.replaceLink(old, stored)
	})
	if err != nil {
		return nil, err
	}
	return stored.Clone(), nil
}

// replaceLink files l in the place of old.
func (st *state) replaceLink(old, l *linkpack.Link) error {
	if l.Domain != old.Domain || l.ShortCode != old.ShortCode {
		if err := st.takeCode(l, 0); err != nil {
			return err
		}
		st.buryCode(old)
	}
	st.putLink(l)
	return nil
}

// DeleteLink implements [linkpack.Links].
func (s *Store) DeleteLink(ctx context.Context, workspace, id string) error {
	return s.update(ctx, func(st *state) error {
		l, err := st.link(workspace, id)
		if err != nil {
			return err
		}
		st.links = st.links.without(string(keys.Link(workspace, id)))
		st.buryCode(l)
		return nil
	})
}

// ListLinks implements [linkpack.Links].
func (s *Store) ListLinks(ctx context.Context, query linkpack.LinkQuery) (linkpack.LinkPage, error) {
	st, err := s.view(ctx)
	if err != nil {
		return linkpack.LinkPage{}, err
	}
	page, err := keys.PageOf(query)
	if err != nil {
		return linkpack.LinkPage{}, err
	}
	var found linkpack.LinkPage
	for _, l := range (span[*linkpack.Link]{st.links, page.From, page.Before}).down() {
		if len(found.Links) == page.Limit {
			found.Next = keys.Cursor(query.Workspace, found.Links[page.Limit-1].ID)
			break
		}
		found.Links = append(found.Links, l.Clone())
	}
	return found, nil
}
