package postgres

import (
	"bytes"
	"iter"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// The most rows that a statement writes, and those that a scan reads at first and at
// most. A reader that stops early reads little in vain.
const (
	maxRows   = 1000
	firstPage = 32
	lastPage  = 512
)

// row is a row of a table.
type row struct{ key, value []byte }

// rows is an iterator over rows. An error is the last.
type rows = iter.Seq2[row, error]

// up yields the rows with from <= key < to in ascending order. A nil to means up to the
// end. Other rows can be read meanwhile.
func (t table) up(from, to []byte) rows {
	return t.pages(func(last []byte, limit int) (string, []any) {
		if last != nil {
			from = after(last)
		}
		if to == nil {
			return t.selectRange(false), t.args(bound(from), limit)
		}
		return t.selectRange(true), t.args(bound(from), limit, to)
	})
}

// after returns the next key.
func after(key []byte) []byte { return append(bytes.Clone(key), 0) }

// down yields the rows with from <= key < to in descending order.
func (t table) down(from, to []byte) rows {
	return t.pages(func(last []byte, limit int) (string, []any) {
		if last != nil {
			to = last
		}
		return t.selectDown(), t.args(bound(from), limit, bound(to))
	})
}

// pages yields the rows of statements, each of which goes on behind the last row.
func (t table) pages(next func(last []byte, limit int) (sql string, args []any)) rows {
	return func(yield func(row, error) bool) {
		if err := t.tx.writeBefore(t); err != nil {
			yield(row{}, err)
			return
		}
		var last []byte
		for limit := firstPage; ; limit = min(4*limit, lastPage) {
			page, err := t.page(next(last, limit))
			if err != nil {
				yield(row{}, err)
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			if len(page) < limit {
				return
			}
			last = page[len(page)-1].key
		}
	}
}

// page returns the rows of a statement.
func (t table) page(sql string, args []any) (page []row, err error) {
	found, _ := t.tx.conn.Query(t.tx.ctx, sql, args...)
	var r row
	_, err = pgx.ForEachRow(found, []any{&r.key, &r.value}, func() error {
		page = append(page, r)
		r = row{}
		return nil
	})
	return page, t.tx.fail(err)
}

// pointing returns the keys of the rows with a value.
func (t table) pointing(value []byte) ([][]byte, error) { return t.keys(t.selectPointing(), value) }

// ending returns the keys that end with a number.
func (t table) ending(number []byte) ([][]byte, error) { return t.keys(t.selectEnding(), number) }

// keys returns the keys that a statement selects for an argument.
func (t table) keys(sql string, arg []byte) ([][]byte, error) {
	if err := t.tx.writeBefore(t); err != nil {
		return nil, err
	}
	found, _ := t.tx.conn.Query(t.tx.ctx, sql, t.args(arg)...)
	all, err := pgx.CollectRows(found, pgx.RowTo[[]byte])
	return all, t.tx.fail(err)
}

// chunks yields rows some at a time, but never waits for a further page with those that it
// has.
func chunks(all rows) iter.Seq2[[]row, error] {
	return func(yield func([]row, error) bool) {
		var some []row
		for r, err := range all {
			if err != nil {
				yield(some, err)
				return
			}
			if some = append(some, r); len(some) == firstPage {
				if !yield(some, nil) {
					return
				}
				some = nil
			}
		}
		if len(some) > 0 {
			yield(some, nil)
		}
	}
}

// prefixed returns the keys that begin with each of some prefixes, in ascending order. It
// reads them with one statement.
func (t table) prefixed(prefixes [][]byte) ([][][]byte, error) {
	ends := make([][]byte, len(prefixes))
	for i, prefix := range prefixes {
		ends[i] = keys.After(prefix)
	}
	all := make([][][]byte, len(prefixes))
	found, _ := t.tx.conn.Query(t.tx.ctx, t.selectPrefixed(), t.args(prefixes, ends)...)
	var n int
	var key []byte
	_, err := pgx.ForEachRow(found, []any{&n, &key}, func() error {
		all[n-1] = append(all[n-1], bytes.Clone(key))
		return nil
	})
	return all, t.tx.fail(err)
}
