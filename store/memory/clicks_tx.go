package memory

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// tx is a transaction on the tables of a lane, or on the shared table. A writable
// one has its own copy of them.
type tx struct {
	tables   map[analytics.Table]*tree[[]byte]
	shared   bool
	writable bool
}

// Get implements [analytics.Tx].
func (t *tx) Get(table analytics.Table, key []byte) ([]byte, error) {
	if err := t.known(table); err != nil {
		return nil, err
	}
	value, _ := t.tables[table].get(key)
	return value, nil
}

// GetAll implements [analytics.Tx].
func (t *tx) GetAll(table analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		if err := t.known(table); err != nil {
			yield(analytics.Row{}, err)
			return
		}
		rows := t.tables[table]
		for _, key := range keys {
			if value, ok := rows.get(key); ok && !yield(analytics.Row{Key: key, Value: value}, nil) {
				return
			}
		}
	}
}

// Put implements [analytics.Tx].
func (t *tx) Put(table analytics.Table, key, value []byte) error {
	if err := t.mayChange(table, key); err != nil {
		return err
	}
	stored := append(make([]byte, 0, len(value)), value...) // not nil when empty
	t.tables[table] = t.tables[table].set(string(key), stored)
	return nil
}

// Delete implements [analytics.Tx].
func (t *tx) Delete(table analytics.Table, key []byte) error {
	if err := t.mayChange(table, key); err != nil {
		return err
	}
	t.tables[table] = t.tables[table].without(string(key))
	return nil
}

// Scan implements [analytics.Tx].
func (t *tx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		if err := t.known(table); err != nil {
			yield(analytics.Row{}, err)
			return
		}
		for key, value := range (span[[]byte]{t.tables[table], from, to}).up() {
			if !yield(analytics.Row{Key: []byte(key), Value: value}, nil) {
				return
			}
		}
	}
}

// mayChange refuses what must not be written.
func (t *tx) mayChange(table analytics.Table, key []byte) error {
	switch {
	case !t.writable:
		return errors.New("memory: a view cannot be written to")
	case len(key) == 0:
		return fmt.Errorf("memory: empty key in table %q", table)
	}
	return t.known(table)
}

// known refuses a table that is not the transaction's.
func (t *tx) known(table analytics.Table) error {
	if t.shared != (table == analytics.TableShared) || !t.shared && !slices.Contains(analytics.Tables(), table) {
		return fmt.Errorf("memory: no table %q", table)
	}
	return nil
}
