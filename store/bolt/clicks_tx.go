package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
)

// clicksTx is a transaction on the tables of a lane, or on the shared table.
type clicksTx struct {
	// tables has the name of each table's bucket.
	tables map[analytics.Table][]byte
	tx     *bbolt.Tx
}

// bucket returns the bucket of a table, or nil if the lane has none.
func (t *clicksTx) bucket(table analytics.Table) (*bbolt.Bucket, error) {
	name, ok := t.tables[table]
	if !ok {
		return nil, fmt.Errorf("bolt: no table %q", table)
	}
	return t.tx.Bucket(name), nil
}

// writable returns the bucket of a table in order to change it.
func (t *clicksTx) writable(table analytics.Table) (*bbolt.Bucket, error) {
	b, err := t.bucket(table)
	if err == nil && !t.tx.Writable() {
		err = errors.New("bolt: a view cannot be written to")
	}
	return b, err
}

// Get implements [analytics.Tx].
func (t *clicksTx) Get(table analytics.Table, key []byte) ([]byte, error) {
	b, err := t.bucket(table)
	if err != nil || b == nil {
		return nil, err
	}
	return b.Get(key), nil
}

// GetAll implements [analytics.Tx]. One cursor for all keys is cheaper than a Get
// for each, which makes its own.
func (t *clicksTx) GetAll(table analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		b, err := t.bucket(table)
		if err != nil {
			yield(analytics.Row{}, err)
			return
		}
		if b == nil {
			return
		}
		c := b.Cursor()
		for _, key := range keys {
			found, value := c.Seek(key)
			if found != nil && bytes.Equal(found, key) && !yield(analytics.Row{Key: found, Value: value}, nil) {
				return
			}
		}
	}
}

// Put implements [analytics.Tx].
func (t *clicksTx) Put(table analytics.Table, key, value []byte) error {
	b, err := t.writable(table)
	if err != nil {
		return err
	}
	switch table {
	case analytics.TableLog, analytics.TableWords:
		b.FillPercent = 0.98 // only appended to, so no space is needed in between
	case analytics.TableRollups:
		b.FillPercent = 0.9 // rows of a day come in many transactions, but few come later
	case analytics.TableSums:
		b.FillPercent = 0.95 // mostly appended to
	}
	// bbolt copies the key but keeps the value until the transaction ends. An
	// empty value must not become nil, which means that there is no such key.
	return failed("write", table, b.Put(key, append(make([]byte, 0, len(value)), value...)))
}

// Delete implements [analytics.Tx].
func (t *clicksTx) Delete(table analytics.Table, key []byte) error {
	b, err := t.writable(table)
	if err != nil {
		return err
	}
	return failed("delete", table, b.Delete(key))
}

// Scan implements [analytics.Tx].
func (t *clicksTx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		b, err := t.bucket(table)
		if err != nil {
			yield(analytics.Row{}, err)
			return
		}
		if b == nil {
			return
		}
		for key, value := range up(b, from, to) {
			if !yield(analytics.Row{Key: key, Value: value}, nil) {
				return
			}
		}
	}
}

func failed(what string, table analytics.Table, err error) error {
	if err != nil {
		return fmt.Errorf("bolt: %s in table %q: %w", what, table, err)
	}
	return nil
}
