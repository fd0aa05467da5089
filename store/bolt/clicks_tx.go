package bolt

import (
	"errors"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
)

// clicksTx is a transaction on the tables of a lane, or on the shared table.
type clicksTx struct {
	// tables has the name of each table's bucket.
	tables map[analytics.Table][]byte
	tx     *tx
}

// table returns a table. Its bucket is nil if the lane has none.
func (t *clicksTx) table(name analytics.Table) (found table, err error) {
	defer catch(&err)
	bucket, ok := t.tables[name]
	if !ok {
		return found, fmt.Errorf("bolt: no table %q", name)
	}
	found = t.tx.table(bucket)
	found.own = true
	return found, nil
}

// writable returns a table in order to change it.
func (t *clicksTx) writable(name analytics.Table) (table, error) {
	found, err := t.table(name)
	if err == nil && !t.tx.Writable() {
		err = errors.New("bolt: a view cannot be written to")
	}
	return found, err
}

// Get implements [analytics.Tx].
func (t *clicksTx) Get(name analytics.Table, key []byte) ([]byte, error) {
	found, err := t.table(name)
	if err != nil || found.bucket == nil {
		return nil, err
	}
	return found.get(key)
}

// GetAll implements [analytics.Tx]. One cursor for all keys is cheaper than a Get
// for each, which makes its own.
func (t *clicksTx) GetAll(name analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		found, err := t.table(name)
		if err != nil {
			yield(analytics.Row{}, err)
			return
		}
		if found.bucket == nil {
			return
		}
		c := found.bucket.Cursor()
		for _, key := range keys {
			value, err := found.seek(c, key)
			if err != nil {
				yield(analytics.Row{}, err)
				return
			}
			if value != nil && !yield(analytics.Row{Key: key, Value: value}, nil) {
				return
			}
		}
	}
}

// Put implements [analytics.Tx].
func (t *clicksTx) Put(name analytics.Table, key, value []byte) error {
	found, err := t.writable(name)
	if err != nil {
		return err
	}
	switch name {
	case analytics.TableLog, analytics.TableWords:
		found.bucket.FillPercent = 0.98 // only appended to, so no space is needed in between
	case analytics.TableRollups:
		found.bucket.FillPercent = 0.9 // rows of a day come in many transactions, but few come later
	case analytics.TableSums, analytics.TablePacks:
		found.bucket.FillPercent = 0.95 // mostly appended to
	}
	if err := found.put(key, value); err != nil {
		return failed("write", name, err)
	}
	t.tx.note(operation{operationPut, name, key, value})
	return nil
}

// Delete implements [analytics.Tx].
func (t *clicksTx) Delete(name analytics.Table, key []byte) error {
	found, err := t.writable(name)
	if err != nil {
		return err
	}
	if err := found.delete(key); err != nil {
		return failed("delete", name, err)
	}
	t.tx.note(operation{kind: operationDelete, table: name, key: key})
	return nil
}

// Scan implements [analytics.Tx].
func (t *clicksTx) Scan(name analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		found, err := t.table(name)
		if err != nil {
			yield(analytics.Row{}, err)
			return
		}
		if found.bucket == nil {
			return
		}
		for row, err := range found.up(from, to) {
			if !yield(analytics.Row{Key: row.key, Value: row.payload}, err) || err != nil {
				return
			}
		}
	}
}

// note keeps an operation for the journal, unless there are too many.
func (t *tx) note(o operation) {
	if !t.journaled {
		return
	}
	t.operations = appendOperation(t.operations, o)
	t.journaled = len(t.operations) <= maxRecord
}

func failed(what string, table analytics.Table, err error) error {
	return fmt.Errorf("bolt: %s in table %q: %w", what, table, err)
}
