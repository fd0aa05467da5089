package memory

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// UpdateClicks implements [analytics.Store].
func (s *Store) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.update(ctx, func(st *state) error {
		st.clicks = maps.Clone(st.clicks)
		return fn(&tx{tables: st.clicks, writable: true})
	})
}

// ViewClicks implements [analytics.Store].
func (s *Store) ViewClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	st, err := s.view(ctx)
	if err != nil {
		return err
	}
	return fn(&tx{tables: st.clicks})
}

// tx is one transaction on the tables, on its own copy if it is writable.
type tx struct {
	tables   map[analytics.Table]*tree[[]byte]
	writable bool
}

// Get implements [analytics.Tx].
func (t *tx) Get(table analytics.Table, key []byte) ([]byte, error) {
	if err := known(table); err != nil {
		return nil, err
	}
	value, _ := t.tables[table].get(key)
	return value, nil
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
		if err := known(table); err != nil {
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
		return errors.New("store: a view cannot be written to")
	case len(key) == 0:
		return fmt.Errorf("store: empty key in table %q", table)
	}
	return known(table)
}

func known(table analytics.Table) error {
	if !slices.Contains(analytics.Tables(), table) {
		return fmt.Errorf("store: no table %q", table)
	}
	return nil
}
