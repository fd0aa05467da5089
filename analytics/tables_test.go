package analytics

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
)

// tables is a transaction on tables in memory, for tests of single formats.
type tables map[Table]map[string][]byte

// Get implements [Tx].
func (t tables) Get(table Table, key []byte) ([]byte, error) { return t[table][string(key)], nil }

// GetAll implements [Tx].
func (t tables) GetAll(table Table, keys [][]byte) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, key := range keys {
			if value, ok := t[table][string(key)]; ok && !yield(Row{Key: key, Value: value}, nil) {
				return
			}
		}
	}
}

// Put implements [Tx].
func (t tables) Put(table Table, key, value []byte) error {
	if t[table] == nil {
		t[table] = map[string][]byte{}
	}
	t[table][string(key)] = bytes.Clone(value)
	return nil
}

// Delete implements [Tx].
func (t tables) Delete(table Table, key []byte) error {
	delete(t[table], string(key))
	return nil
}

// Scan implements [Tx].
func (t tables) Scan(table Table, from, to []byte) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(t[table])) {
			if key >= string(from) && (to == nil || key < string(to)) && !yield(Row{Key: []byte(key), Value: t[table][key]}, nil) {
				return
			}
		}
	}
}

// oneLane is a store with one snapshot of one lane.
type oneLane struct {
	Store
	tables
}

// ViewClicks implements [Store].
func (s oneLane) ViewClicks(_ context.Context, fn func(View) error) error { return fn(s) }

// UpdateShared implements [Store].
func (s oneLane) UpdateShared(_ context.Context, fn func(Tx) error) error { return fn(s.tables) }

// Lanes implements [View].
func (s oneLane) Lanes() ([]LaneInfo, error) { return []LaneInfo{{}}, nil }

// Lane implements [View].
func (s oneLane) Lane(Lane) Tx { return s.tables }

// Shared implements [View].
func (s oneLane) Shared() Tx { return s.tables }
