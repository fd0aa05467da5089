package bolt

import (
	"context"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/store/transfer"
)

// copies implements [transfer.Rows]. Rows are as they are in the buckets, without seals.
type copies struct{ *store }

// View implements [transfer.Rows].
func (c copies) View(ctx context.Context, fn func(transfer.View) error) error {
	if err := c.publish(ctx); err != nil {
		return err
	}
	return c.view(ctx, func(tx *tx) error {
		v := &copyView{view{c.store, tx, c.holder.Load() != nil}}
		return tx.call(func() error { return fn(v) })
	})
}

// Finish implements [transfer.Rows].
func (c copies) Finish(ctx context.Context) error {
	return c.update(ctx, func(tx *tx) error { return tx.table(bucketFormat).delete(keyCopy) })
}

// copyMark returns the mark of an unfinished copy to the file, or nil.
func (t *tx) copyMark() ([]byte, error) { return t.table(bucketFormat).get(keyCopy) }

// checkWhole refuses a file to which a copy is unfinished.
func (s *store) checkWhole() error {
	return s.view(context.Background(), func(tx *tx) error {
		mark, err := tx.copyMark()
		if err == nil && mark != nil {
			err = transfer.ErrUnfinished
		}
		return err
	})
}

// copyView implements [transfer.View].
type copyView struct{ view }

// Mark implements [transfer.View].
func (v *copyView) Mark() ([]byte, error) { return v.tx.copyMark() }

// Idle implements [transfer.View].
func (v *copyView) Idle() error {
	if v.leased {
		return fmt.Errorf("%w: lane 0 is leased", transfer.ErrInUse)
	}
	return nil
}

// Rows implements [transfer.View].
func (v *copyView) Rows(t transfer.Table, after []byte) iter.Seq2[transfer.Row, error] {
	return func(yield func(transfer.Row, error) bool) {
		for r, err := range v.rows(t, after) {
			if !yield(transfer.Row{Key: r.key, Value: r.payload}, err) || err != nil {
				return
			}
		}
	}
}

// rows yields the rows of a table behind a key.
func (v *copyView) rows(t transfer.Table, after []byte) rows {
	var from []byte
	if after != nil {
		from = append(append(from, after...), 0)
	}
	switch {
	case t.Clicks:
		return v.clicks(t, from)
	case t.Name == transfer.Lanes:
		return v.few(from, v.lanes)
	case t.Name == transfer.Counters:
		return v.few(from, v.counters)
	}
	return v.tx.table([]byte(t.Name)).up(from, nil)
}

// clicks yields the rows of a table of clicks.
func (v *copyView) clicks(t transfer.Table, from []byte) rows {
	found := v.tx.clicksTable(t)
	if found.bucket == nil {
		return func(func(row, error) bool) {}
	}
	return found.up(from, nil)
}

// clicksTable returns a table of clicks. Its bucket is nil if there is none.
func (t *tx) clicksTable(of transfer.Table) table {
	found := t.table([]byte(bucketClicks + of.Name))
	if of.Lane != 0 {
		found = t.table(laneBuckets(of.Lane)[tableName(of)])
	}
	found.own = true
	return found
}

// few yields those of some rows that come from a key on.
func (v *copyView) few(from []byte, list func() ([]transfer.Row, error)) rows {
	return func(yield func(row, error) bool) {
		all, err := list()
		if err != nil {
			yield(row{}, err)
			return
		}
		for _, r := range all {
			if string(r.Key) >= string(from) && !yield(row{r.Key, r.Value}, nil) {
				return
			}
		}
	}
}

// lanes returns the rows of the lanes that have been leased.
func (v *copyView) lanes() (all []transfer.Row, err error) {
	lanes, err := v.Lanes()
	for _, l := range lanes {
		if l.Lane != 0 || l.Epoch != 0 {
			all = append(all, transfer.LaneRow(l.Lane, l.Epoch))
		}
	}
	return all, err
}

// counters returns the rows of the counters.
func (v *copyView) counters() (all []transfer.Row, err error) {
	for _, name := range []string{transfer.LastChange, transfer.LastNumber} {
		n, err := v.tx.last([]byte(name))
		if err != nil {
			return nil, err
		}
		all = append(all, transfer.NumberRow(name, n))
	}
	return all, nil
}
