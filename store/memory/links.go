package memory

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// CreateLinks implements [linkpack.Links].
func (s *store) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	numbers := make([]uint32, len(links))
	err := s.update(ctx, func(st *state) (err error) {
		for i, l := range links {
			if numbers[i], err = st.addLink(l, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, l := range links {
		l.Number = numbers[i]
	}
	return nil
}

// addLink stores a copy of l, the link at index i of those to create, and returns
// its number.
func (st *state) addLink(l *linkpack.Link, i int) (number uint32, err error) {
	c := owned(l)
	key := keys.Link(c.Workspace, c.ID)
	_, taken := st.links.get(key)
	if _, was := st.deleted.get(key); taken || was {
		return 0, fmt.Errorf("link id %q: %w", c.ID, linkpack.ErrExists)
	}
	if c.Number, err = st.number(); err != nil {
		return 0, err
	}
	if err := st.countIn(c); err != nil {
		return 0, err
	}
	if err := st.takeCodes(c, i); err != nil {
		return 0, err
	}
	if err := st.takeExternal(c, i); err != nil {
		return 0, err
	}
	st.redirect(nil, c)
	st.putLink(c)
	st.record(changelog.Created(c))
	return c.Number, st.index(nil, c)
}

// putLink stores l, which must not be changed any more, by its id and number, and in
// the bin if it was deleted.
func (st *state) putLink(l *linkpack.Link) {
	if !l.DeletedAt.IsZero() {
		st.bin = st.bin.set(string(keys.Bin(l.DeletedAt, l.Number)), l)
	}
	st.links = st.links.set(string(keys.Link(l.Workspace, l.ID)), l)
	st.byNumber = st.byNumber.set(string(numberKey(l.Number)), l)
}

// Link implements [linkpack.Links].
func (s *store) Link(ctx context.Context, workspace, id string) (*linkpack.Link, error) {
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
func (s *store) LinkByCode(ctx context.Context, domain, shortCode string) (*linkpack.Link, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	c, ok := st.codes.get(keys.Code(domain, shortCode))
	switch {
	case !ok:
		return nil, fmt.Errorf("short code %.80q: %w", shortCode, linkpack.ErrNotFound)
	case c.link == nil:
		last := c.last // so that only tombstones take memory
		return nil, fmt.Errorf("short code %.80q: %w", shortCode, &last)
	}
	return c.link.Clone(), nil
}
