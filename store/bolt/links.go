package bolt

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// CreateLinks implements [linkpack.Links].
func (s *store) CreateLinks(ctx context.Context, created ...*linkpack.Link) error {
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

// add stores the link at index i of those to create and returns its number.
func (b links) add(l linkpack.Link, i int) (number uint32, err error) {
	key := keys.Link(l.Workspace, l.ID)
	if b.ids().Get(key) != nil || b.deleted().Get(key) != nil {
		return 0, fmt.Errorf("link id %q: %w", l.ID, linkpack.ErrExists)
	}
	if l.Number, err = b.number(); err != nil {
		return 0, err
	}
	if err := b.numberWorkspace(l.Workspace); err != nil {
		return 0, err
	}
	if err := b.takeCodes(&l, i); err != nil {
		return 0, err
	}
	if err := b.ids().Put(key, numberKey(l.Number)); err != nil {
		return 0, err
	}
	return l.Number, errors.Join(b.put(&l), record(b.tx, changelog.Created(&l)))
}

// Link implements [linkpack.Links].
func (s *store) Link(ctx context.Context, workspace, id string) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		l, err = links{tx}.find(workspace, id)
		return err
	})
	return l, err
}

// LinkByCode implements [linkpack.Links].
func (s *store) LinkByCode(ctx context.Context, domain, code string) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		b := links{tx}
		number, live := b.holder(domain, code)
		switch {
		case number == nil:
			return fmt.Errorf("short code %.80q: %w", code, linkpack.ErrNotFound)
		case !live:
			return fmt.Errorf("short code %.80q: %w", code, linkpack.ErrGone)
		}
		found, err := b.read(number)
		if err == nil && !slices.Contains(found.Codes(), linkpack.Alias{Domain: domain, ShortCode: code}) {
			return fmt.Errorf("%w: link %x does not have the short code %.80q, which points to it", ErrCorrupt, number, code)
		}
		l = found
		return err
	})
	return l, err
}

// LinkByNumber implements [linkpack.Links].
func (s *store) LinkByNumber(ctx context.Context, number uint32) (l *linkpack.Link, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		key := numberKey(number)
		record := links{tx}.records().Get(key)
		if record == nil {
			return fmt.Errorf("link number %d: %w", number, linkpack.ErrNotFound)
		}
		l, err = decodeLink(key, record)
		return err
	})
	return l, err
}

// ListLinks implements [linkpack.Links].
func (s *store) ListLinks(ctx context.Context, query linkpack.LinkQuery) (page linkpack.LinkPage, err error) {
	plan, err := listing.New(query)
	if err != nil {
		return page, err
	}
	after, ascending := plan.Start()
	from, to := keys.LinksFrom(query.Workspace, after, ascending)
	scan := down
	if ascending {
		scan = up
	}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		b := links{tx}
		page, err = plan.Page(ctx, b.all(scan(b.ids(), from, to)))
		return err
	})
	return page, err
}

// all reads the links that entries of the ids point to.
func (b links) all(index iter.Seq2[[]byte, []byte]) iter.Seq2[*linkpack.Link, error] {
	return func(yield func(*linkpack.Link, error) bool) {
		for key, number := range index {
			if !yield(b.filed(key, number)) {
				return
			}
		}
	}
}
