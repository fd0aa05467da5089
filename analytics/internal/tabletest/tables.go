package tabletest

import (
	"bytes"
	"iter"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// Tables is a transaction on tables in memory.
type Tables map[analytics.Table]map[string][]byte

// Get implements [analytics.Tx].
func (t Tables) Get(table analytics.Table, key []byte) ([]byte, error) {
	return t[table][string(key)], nil
}

// GetAll implements [analytics.Tx].
func (t Tables) GetAll(table analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		for _, key := range keys {
			if value, ok := t[table][string(key)]; ok && !yield(analytics.Row{Key: key, Value: value}, nil) {
				return
			}
		}
	}
}

// Put implements [analytics.Tx].
func (t Tables) Put(table analytics.Table, key, value []byte) error {
	if t[table] == nil {
		t[table] = map[string][]byte{}
	}
	t[table][string(key)] = bytes.Clone(value)
	return nil
}

// Delete implements [analytics.Tx].
func (t Tables) Delete(table analytics.Table, key []byte) error {
	delete(t[table], string(key))
	return nil
}

// Scan implements [analytics.Tx].
func (t Tables) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return func(yield func(analytics.Row, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(t[table])) {
			if key >= string(from) && (to == nil || key < string(to)) && !yield(analytics.Row{Key: []byte(key), Value: t[table][key]}, nil) {
				return
			}
		}
	}
}
