package postgres

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// clicksTx is a transaction on the tables of a lane, or on the shared table.
type clicksTx struct {
	tx     *tx
	lane   analytics.Lane
	shared bool
}

// table returns a table.
func (t *clicksTx) table(name analytics.Table) (table, error) {
	switch {
	case t.shared && name == analytics.TableShared:
		return t.tx.table(nameShared), nil
	case !t.shared && slices.Contains(analytics.Tables(), name):
		return table{lanePlace(name, t.lane), t.tx}, nil
	}
	return table{}, fmt.Errorf("postgres: no table %q", name)
}

// writable returns a table in order to change the row of a key.
func (t *clicksTx) writable(name analytics.Table, key []byte) (table, error) {
	switch {
	case !t.tx.writable:
		return table{}, errors.New("postgres: a view cannot be written to")
	case len(key) == 0:
		return table{}, fmt.Errorf("postgres: empty key in table %q", name)
	}
	return t.table(name)
}

// Get implements [analytics.Tx].
func (t *clicksTx) Get(name analytics.Table, key []byte) ([]byte, error) {
	from, err := t.table(name)
	if err != nil {
		return nil, err
	}
	return from.get(key)
}

// GetAll implements [analytics.Tx]. It reads many rows at once, but not so many that a
// reader who needs one after the other has all in memory.
func (t *clicksTx) GetAll(name analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		from, err := t.table(name)
		if err != nil {
			yield(analytics.Row{}, err)
			return
		}
		for some := range slices.Chunk(keys, maxRows) {
			values, err := from.getAll(some)
			if err != nil {
				yield(analytics.Row{}, err)
				return
			}
			for _, key := range some {
				if value, ok := values[string(key)]; ok && !yield(analytics.Row{Key: key, Value: value}, nil) {
					return
				}
			}
		}
	}
}

// Put implements [analytics.Tx].
func (t *clicksTx) Put(name analytics.Table, key, value []byte) error {
	to, err := t.writable(name, key)
	if err == nil {
		to.put(key, value)
	}
	return err
}

// Delete implements [analytics.Tx].
func (t *clicksTx) Delete(name analytics.Table, key []byte) error {
	from, err := t.writable(name, key)
	if err == nil {
		from.delete(key)
	}
	return err
}

// Scan implements [analytics.Tx].
func (t *clicksTx) Scan(name analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		all, err := t.table(name)
		if err != nil {
			yield(analytics.Row{}, err)
			return
		}
		for r, err := range all.up(from, to) {
			if !yield(analytics.Row{Key: r.key, Value: r.value}, err) || err != nil {
				return
			}
		}
	}
}
