package listing

import (
	"bytes"
	"context"
	"errors"
	"iter"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// errOrder says that the entries of an order are damaged.
var errOrder = errors.New("listing: the order is damaged")

// walk is a walk along an order of links, which reads those that the filter finds.
type walk struct {
	*LinkPlan
	rows    Rows
	sort    linkpack.SortKey
	members members
	bad     Damage
}

func (p *LinkPlan) walk(rows Rows, sort linkpack.SortKey) *walk {
	return &walk{LinkPlan: p, rows: rows, sort: sort, members: members{p.filter, rows, make(map[uint32]uint64)}}
}

// entries yields the entries of the part of the order in which the page is. It ends with
// the error of ctx.
func (w *walk) entries(ctx context.Context) iter.Seq2[Entry, error] {
	from, to := w.span()
	return func(yield func(Entry, error) bool) {
		read := 0
		for e, err := range w.rows.Order(w.sort, from, to, w.query.Ascending) {
			if isOver(ctx, &read) {
				yield(Entry{}, ctx.Err())
				return
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// isOver counts rows that are read, and reports for one of 16 whether ctx has ended. An
// entry of an order may need a segment of its own, in which a search takes its time.
func isOver(ctx context.Context, read *int) bool {
	*read++
	return *read%16 == 1 && ctx.Err() != nil
}

// span returns the part of the order in which the page is.
func (w *walk) span() (from, to []byte) {
	q, after := &w.query, w.plan.after
	switch {
	case w.sort == linkpack.SortCreated:
		id, ascending := w.plan.Start()
		return keys.LinksFrom(q.Workspace, id, ascending)
	case after == nil:
		return keys.Ordered(q.Workspace, w.sort)
	default:
		return keys.OrderedFrom(q.Workspace, w.sort, after.value, after.id, q.Ascending)
	}
}

// read returns the link of an entry, or nil if the query does not select it or it is
// damaged. err is that of the entry.
func (w *walk) read(e Entry, err error) (l *linkpack.Link, _ error) {
	isCreated := w.sort == linkpack.SortCreated
	if !isCreated && errors.Is(err, linkpack.ErrDamaged) {
		return nil, errOrder
	}
	if err == nil && !w.members.has(e.Number) {
		return nil, nil
	}
	if err == nil {
		l, err = w.rows.Read(w.sort, e)
	}
	switch {
	case errors.Is(err, linkpack.ErrDamaged):
		w.bad.Add(&linkpack.DamagedError{Kind: linkpack.KindLink, ID: w.id(e), Err: err})
		return nil, nil
	case err != nil:
		return nil, err
	case !isCreated && !bytes.Equal(keys.Order(w.sort, l), e.Key):
		return nil, errOrder
	case !w.query.Matches(l):
		return nil, nil
	}
	return l, nil
}

// id returns the id in the key of an entry.
func (w *walk) id(e Entry) string {
	if w.sort == linkpack.SortCreated {
		return keys.LastPart(e.Key, keys.Link(w.query.Workspace, ""))
	}
	return keys.OrderedID(e.Key)
}
