package listing

import (
	"bytes"
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// patience is in how many segments the links of a page are looked for along the order,
// before all that the filter finds are. If these are few, it costs less to read them than
// to walk on. If each link has a segment of its own, the walk passes at least as many
// entries as fill the page where the filter finds one of four.
const patience = 32

// few is the number of links of which it costs less to read them all.
const few = 256

// Page makes the page, and the cursor of the next one. It walks along the order from the
// cursor on and reads the links that the filter finds, until the page is full. Damaged
// links are left out, with a [linkpack.DamagedError] for each. Damaged entries of an
// order and damaged segments only cost time: the links that they may hide are read.
func (p *LinkPlan) Page(ctx context.Context, rows Rows) (page []*linkpack.Link, next string, err error) {
	w := p.walk(rows, p.query.Sort)
	best, err := w.fill(ctx)
	if errors.Is(err, errOrder) {
		w = p.walk(rows, linkpack.SortCreated)
		best, err = w.all(ctx)
	}
	if err != nil {
		return nil, "", err
	}
	page, next = best.page()
	return page, next, w.bad.Err()
}

// fill finds the links of the page in its order.
func (w *walk) fill(ctx context.Context) (best selection[linkpack.Link], err error) {
	best.plan = &w.plan
	var last []byte // key
	patient, passed := true, 0
	for e, err := range w.entries(ctx) {
		if best.isFull() && !inOneRun(last, e.Key) {
			break
		}
		if passed++; patient && len(w.members.found) > patience && passed > 4*w.plan.limit {
			if patient = false; w.readFew(ctx, &best) {
				break
			}
		}
		l, err := w.read(e, err)
		if err != nil {
			return best, err
		}
		if l != nil {
			best.add(l)
		}
		last = append(last[:0], e.Key...)
	}
	return best, nil
}

// inOneRun reports whether a key is in one run with the last, whose links are not in order.
// A key that damage hides may be in every run.
func inOneRun(last, key []byte) bool {
	run := keys.Run(last)
	if key == nil {
		return len(run) < len(last)
	}
	return bytes.Equal(run, keys.Run(key))
}

// all finds the links of the page among all that the filter finds.
func (w *walk) all(ctx context.Context) (best selection[linkpack.Link], err error) {
	best.plan = &w.plan
	for e, err := range w.entries(ctx) {
		l, err := w.read(e, err)
		if err != nil {
			return best, err
		}
		if l != nil {
			best.add(l)
		}
	}
	return best, nil
}

// readFew finds the links of the page among all that the filter finds, if they are few
// and none of them is damaged.
func (w *walk) readFew(ctx context.Context, best *selection[linkpack.Link]) bool {
	numbers, ok := w.members.atMost(ctx, max(few, w.plan.limit))
	if !ok {
		return false
	}
	found := selection[linkpack.Link]{plan: &w.plan}
	for l, err := range w.rows.Numbered(numbers) {
		if err != nil {
			return false
		}
		if w.query.Matches(l) {
			found.add(l)
		}
	}
	*best = found
	return true
}

// Count returns how many links the query selects. It reads only those that are open in
// their segment, unless metadata is asked for, or one of them or a segment is damaged.
// Then it leaves out damaged links, with errors as of Page.
func (p *LinkPlan) Count(ctx context.Context, rows Rows) (n int, err error) {
	w := p.walk(rows, linkpack.SortCreated)
	if p.filter.IsExact() {
		if n, ok := w.members.count(ctx, &p.query); ok {
			return n, nil
		}
	}
	for e, err := range w.entries(ctx) {
		l, err := w.read(e, err)
		if err != nil {
			return 0, err
		}
		if l != nil {
			n++
		}
	}
	return n, w.bad.Err()
}
