package postgres

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// ListVisitors implements [linkpack.Visitors].
func (s *store) ListVisitors(ctx context.Context, query linkpack.VisitorQuery) (page linkpack.VisitorPage, err error) {
	plan, err := listing.Visitors(query)
	if err != nil {
		return page, err
	}
	after, ascending := plan.Start()
	from, to := keys.LinksFrom(query.Workspace, after, ascending)
	err = s.view(ctx, func(tx *tx) error {
		b := visitorsOf(tx, query.Workspace)
		scan := b.records.down
		if ascending {
			scan = b.records.up
		}
		all := b.all(scan(from, to))
		if query.Email != "" {
			all = b.withEmail(strings.ToLower(query.Email))
		}
		page.Visitors, page.Next, err = plan.Page(ctx, all)
		return err
	})
	return page, err
}

// CountVisitors implements [linkpack.Visitors].
func (s *store) CountVisitors(ctx context.Context, workspace string) (n int, err error) {
	from, to := keys.LinksFrom(workspace, "", true)
	err = s.look(ctx, func(tx *tx) error {
		n, err = tx.table(nameVisitors).count(from, to)
		return err
	})
	return n, err
}

// all reads visitors.
func (b visitors) all(records rows) iter.Seq2[*linkpack.Visitor, error] {
	return func(yield func(*linkpack.Visitor, error) bool) {
		for r, err := range records {
			var v *linkpack.Visitor
			if err == nil {
				v, err = readVisitor(r.key, r.value)
			}
			if errors.Is(err, linkpack.ErrDamaged) {
				err = &linkpack.DamagedError{Kind: linkpack.KindVisitor, ID: keys.LastPart(r.key, keys.Visitor(b.workspace, "")), Err: err}
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// withEmail reads the visitor with an e-mail, if there is one.
func (b visitors) withEmail(email string) iter.Seq2[*linkpack.Visitor, error] {
	return func(yield func(*linkpack.Visitor, error) bool) {
		v, err := b.holder(keys.Email, email)
		if errors.Is(err, linkpack.ErrDamaged) {
			err = &linkpack.DamagedError{Kind: linkpack.KindVisitor, Err: err}
		}
		if v != nil || err != nil {
			yield(v, err)
		}
	}
}
