package bolt

import (
	"bytes"
	"iter"
	"slices"

	"go.etcd.io/bbolt"
)

// row is a row of a table, without its seal.
type row struct{ key, payload []byte }

// rows is an iterator over rows. An error is about one row, whose key it has if that
// is not damaged, or about a damaged page. The iteration goes on behind it.
type rows = iter.Seq2[row, error]

// up yields the rows with from <= key < to in ascending order. A nil to means up to
// the end.
func (t table) up(from, to []byte) rows {
	return func(yield func(row, error) bool) {
		for part := range t.parts(from, to, false) {
			if part.err != nil && !yield(row{}, part.err) || part.err == nil && !t.ascend(part, yield) {
				return
			}
		}
	}
}

// down yields the rows with from <= key < to in descending order.
func (t table) down(from, to []byte) rows {
	return func(yield func(row, error) bool) {
		for part := range t.parts(from, to, true) {
			if part.err != nil && !yield(row{}, part.err) || part.err == nil && !t.descend(part, yield) {
				return
			}
		}
	}
}

// part is a range of keys that can be read, or one that cannot.
type part struct {
	from, to []byte
	err      error
}

// parts divides a range at the damaged pages.
func (t table) parts(from, to []byte, descending bool) iter.Seq[part] {
	if len(t.faults) == 0 {
		return func(yield func(part) bool) { yield(part{from: from, to: to}) }
	}
	var all []part
	for _, f := range t.faults {
		if to != nil && bytes.Compare(f.From, to) >= 0 || f.To != nil && bytes.Compare(f.To, from) <= 0 {
			continue
		}
		if bytes.Compare(from, f.From) < 0 {
			all = append(all, part{from: from, to: f.From})
		}
		all = append(all, part{err: fault(f)})
		if from = f.To; from == nil {
			break
		}
	}
	if from != nil && (to == nil || bytes.Compare(from, to) < 0) {
		all = append(all, part{from: from, to: to})
	}
	if descending {
		slices.Reverse(all)
	}
	return slices.Values(all)
}

// ascend yields the rows of a part in ascending order, and reports whether to go on.
func (t table) ascend(p part, yield func(row, error) bool) bool {
	c := cursor{c: t.bucket.Cursor()}
	c.do(func(c *bbolt.Cursor) ([]byte, []byte) { return c.Seek(p.from) })
	c.do((*bbolt.Cursor).Prev)
	if !t.beside(&c, yield) {
		return false
	}
	c.do(func(c *bbolt.Cursor) ([]byte, []byte) { return c.Seek(p.from) })
	for ; c.key != nil && (p.to == nil || bytes.Compare(c.key, p.to) < 0); c.do((*bbolt.Cursor).Next) {
		if !t.show(&c, yield) {
			return false
		}
	}
	return t.beside(&c, yield)
}

// descend yields the rows of a part in descending order, and reports whether to go on.
func (t table) descend(p part, yield func(row, error) bool) bool {
	c := cursor{c: t.bucket.Cursor()}
	last := (*bbolt.Cursor).Last
	if p.to != nil {
		c.do(func(c *bbolt.Cursor) ([]byte, []byte) { return c.Seek(p.to) })
		last = (*bbolt.Cursor).Prev
	}
	if !t.beside(&c, yield) {
		return false
	}
	c.do(last)
	for ; c.key != nil && bytes.Compare(c.key, p.from) >= 0; c.do((*bbolt.Cursor).Prev) {
		if !t.show(&c, yield) {
			return false
		}
	}
	return t.beside(&c, yield)
}

// count returns the number of rows with from <= key < to. It reads only their keys.
func (t table) count(from, to []byte) (n int, err error) {
	for p := range t.parts(from, to, false) {
		if p.err != nil {
			return 0, p.err
		}
		c := cursor{c: t.bucket.Cursor()}
		c.do(func(c *bbolt.Cursor) ([]byte, []byte) { return c.Seek(p.from) })
		for ; c.key != nil && (p.to == nil || bytes.Compare(c.key, p.to) < 0); c.do((*bbolt.Cursor).Next) {
			n++
		}
		if c.err != nil {
			return 0, c.err
		}
	}
	return n, nil
}

// show yields the row at the cursor. Its key is left out if that is damaged.
func (t table) show(c *cursor, yield func(row, error) bool) bool {
	payload, err := t.unseal(c.key, c.value)
	if err != nil && !t.isOf(c.key, c.value) {
		return yield(row{}, err)
	}
	return yield(row{c.key, payload}, err)
}

// beside looks at a row outside of the range, where the cursor is. If its key is
// damaged, it may be a row of the range.
func (t table) beside(c *cursor, yield func(row, error) bool) bool {
	switch {
	case c.err != nil:
		return yield(row{}, c.err)
	case c.key == nil || t.isOf(c.key, c.value):
		return true
	default:
		return yield(row{}, t.damaged(c.key, "its key is damaged"))
	}
}

// cursor is a guarded cursor of bbolt. Its row is nil at the end and after an error.
type cursor struct {
	c          *bbolt.Cursor
	key, value []byte
	err        error
}

// do moves the cursor.
func (c *cursor) do(move func(*bbolt.Cursor) (key, value []byte)) {
	c.key, c.value = nil, nil
	if c.err != nil {
		return
	}
	defer catch(&c.err)
	c.key, c.value = move(c.c)
}
