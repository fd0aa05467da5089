package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5"
)

// table is a table of keys and values in a transaction. Changes of rows are kept in the
// transaction, which writes them when they are scanned or when it ends.
type table struct {
	place
	tx *tx
}

// table returns a table that all lanes share.
func (t *tx) table(name string) table { return table{place{name: name}, t} }

// cell is a row that the transaction has read or changed.
type cell struct {
	value   []byte // nil if there is no row
	changed bool   // since rows were written last
	added   bool   // there must be no such row
}

// get returns the value of key, or nil if there is no such row.
func (t table) get(key []byte) ([]byte, error) {
	if c, ok := t.tx.cells[t.place][string(key)]; ok {
		return c.value, nil
	}
	return t.read(t.selectOne(), key)
}

// getLocked is get for a row that nobody may change before the transaction ends. It must
// not have been read yet.
func (t table) getLocked(key []byte) ([]byte, error) {
	if t.tx.touching {
		return t.read(t.touch(), key)
	}
	return t.read(t.selectOne()+" for share", key)
}

// read returns the value that a statement selects.
func (t table) read(sql string, key []byte) (value []byte, err error) {
	err = t.tx.conn.QueryRow(t.tx.ctx, sql, t.args(key)...).Scan(&value)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	if err == nil {
		t.know(key, value)
	}
	return value, t.tx.fail(err)
}

// getAll returns the values of keys. It reads those that are not known with one
// statement.
func (t table) getAll(keys [][]byte) (map[string][]byte, error) {
	values := make(map[string][]byte, len(keys))
	var unknown [][]byte
	for _, key := range keys {
		if c, ok := t.tx.cells[t.place][string(key)]; !ok {
			unknown = append(unknown, key)
		} else if c.value != nil {
			values[string(key)] = c.value
		}
	}
	if len(unknown) == 0 {
		return values, nil
	}
	rows, _ := t.tx.conn.Query(t.tx.ctx, t.selectAll(), t.args(unknown)...)
	var key, value []byte
	_, err := pgx.ForEachRow(rows, []any{&key, &value}, func() error {
		values[string(key)] = value
		value = nil
		return nil
	})
	if err == nil {
		for _, key := range unknown {
			t.know(key, values[string(key)])
		}
	}
	return values, t.tx.fail(err)
}

// readAhead reads rows with one statement. A transaction that does not write knows them until
// the next call.
func (t table) readAhead(keys [][]byte) error {
	delete(t.tx.cells, t.place)
	values, err := t.getAll(keys)
	if err != nil {
		return err
	}
	for _, key := range keys {
		t.set(key, &cell{value: values[string(key)]})
	}
	return nil
}

// part are keys of a table.
type part struct {
	table
	keys [][]byte
}

// load reads rows that a transaction is going to ask for, with one statement for each
// table.
func (t *tx) load(parts ...part) error {
	for _, p := range parts {
		if _, err := p.getAll(p.keys); err != nil {
			return err
		}
	}
	return nil
}

// know keeps what a transaction that writes has read: nobody else changes it before the
// transaction ends.
func (t table) know(key, value []byte) {
	if t.tx.writable {
		t.set(key, &cell{value: value})
	}
}

// put sets the value of key.
func (t table) put(key, value []byte) {
	t.set(key, &cell{value: append([]byte{}, value...), changed: true})
}

// add is put for a key that must not have a row. Otherwise the transaction fails.
func (t table) add(key, value []byte) {
	t.set(key, &cell{value: append([]byte{}, value...), changed: true, added: true})
}

// delete removes key, if there is such a row.
func (t table) delete(key []byte) { t.set(key, &cell{changed: true}) }

// deleteAll removes rows.
func (t table) deleteAll(keys [][]byte) {
	for _, key := range keys {
		t.delete(key)
	}
}

func (t table) set(key []byte, c *cell) {
	cells := t.tx.cells[t.place]
	if cells == nil {
		cells = make(map[string]*cell)
		t.tx.cells[t.place] = cells
	}
	cells[string(key)] = c
}

// count returns the number of rows with from <= key < to.
func (t table) count(from, to []byte) (n int, err error) {
	err = t.tx.conn.QueryRow(t.tx.ctx, t.place.count(), t.args(bound(from), bound(to))...).Scan(&n)
	return n, t.tx.fail(err)
}

// bound returns a key that the database does not take for null.
func bound(key []byte) []byte { return append([]byte{}, key...) }

// write adds the changes of a table to a batch.
func (t table) write(b *pgx.Batch) {
	var added, put written
	for _, key := range t.tx.changedKeys(t.place) {
		c := t.tx.cells[t.place][key]
		c.changed = false
		switch {
		case c.value == nil:
			b.Queue(t.remove(), t.args([]byte(key))...)
		case c.added:
			added.append(key, c.value)
		default:
			put.append(key, c.value)
		}
	}
	t.queue(b, t.insert(), added)
	t.queue(b, t.upsert(), put)
}

// written are rows to write.
type written struct{ keys, values [][]byte }

func (w *written) append(key string, value []byte) {
	w.keys, w.values = append(w.keys, []byte(key)), append(w.values, value)
}

// queue adds statements that write rows to a batch.
func (t table) queue(b *pgx.Batch, sql string, w written) {
	for from := 0; from < len(w.keys); from += maxRows {
		to := min(from+maxRows, len(w.keys))
		b.Queue(sql, t.args(w.keys[from:to], w.values[from:to])...)
	}
}
