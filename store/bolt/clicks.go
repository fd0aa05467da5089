package bolt

import (
	"context"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
)

// UpdateClicks implements [analytics.Store].
func (s *Store) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.update(ctx, func(tx *bbolt.Tx) error { return fn(&clicksTx{s, tx}) })
}

// ViewClicks implements [analytics.Store].
func (s *Store) ViewClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.view(ctx, func(tx *bbolt.Tx) error { return fn(&clicksTx{s, tx}) })
}

// clicksTx is one transaction on the tables of clicks.
type clicksTx struct {
	store *Store
	tx    *bbolt.Tx
}

// bucket returns the bucket of a table.
func (t *clicksTx) bucket(table analytics.Table) (*bbolt.Bucket, error) {
	name, ok := t.store.tables[table]
	if !ok {
		return nil, fmt.Errorf("store: no table %q", table)
	}
	return t.tx.Bucket(name), nil
}

// Get implements [analytics.Tx].
func (t *clicksTx) Get(table analytics.Table, key []byte) ([]byte, error) {
	b, err := t.bucket(table)
	if err != nil {
		return nil, err
	}
	return b.Get(key), nil
}

// Put implements [analytics.Tx].
func (t *clicksTx) Put(table analytics.Table, key, value []byte) error {
	b, err := t.bucket(table)
	if err != nil {
		return err
	}
	switch table {
	case analytics.TableLog, analytics.TableWords:
		b.FillPercent = 0.98 // only appended to, so that no room is needed between
	case analytics.TableSums:
		b.FillPercent = 0.95 // mostly appended to
	}
	// bbolt copies the key, but keeps the value until the transaction ends. An
	// empty value must not be nil, which Get would return as "no such key".
	return failed("write", table, b.Put(key, append(make([]byte, 0, len(value)), value...)))
}

// Delete implements [analytics.Tx].
func (t *clicksTx) Delete(table analytics.Table, key []byte) error {
	b, err := t.bucket(table)
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
		for key, value := range up(b, from, to) {
			if !yield(analytics.Row{Key: key, Value: value}, nil) {
				return
			}
		}
	}
}

func failed(what string, table analytics.Table, err error) error {
	if err != nil {
		return fmt.Errorf("store: %s in table %q: %w", what, table, err)
	}
	return nil
}
