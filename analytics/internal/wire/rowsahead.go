package wire

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

const (
	// MaxAhead is the number of small rows that are read together.
	MaxAhead = 1000
	// RollupsAhead is the number of rollups that are read together. A rollup can
	// have 20 KB.
	RollupsAhead = 256
)

// RowsAhead reads many rows with one request before they are needed, because a store
// on another machine answers one request for many rows as fast as one for a single row.
// The keys are pairs of numbers. It uses its memory again for the next request.
type RowsAhead struct {
	Pairs  []uint64 // the keys
	Values [][]byte // nil for missing rows
	next   int      // index of the row that is probably needed next

	keys [][]byte
	room []byte // of the keys
}

// Reset drops all rows.
func (a *RowsAhead) Reset() {
	clear(a.Values) // they belong to a transaction that may have ended
	a.Pairs, a.Values, a.next = a.Pairs[:0], a.Values[:0], 0
}

// Want adds a row to those to be read.
func (a *RowsAhead) Want(pair uint64) { a.Pairs = append(a.Pairs, pair) }

// WantOnce is Want, unless the pair was the last to be added.
func (a *RowsAhead) WantOnce(pair uint64) {
	if n := len(a.Pairs); n == 0 || a.Pairs[n-1] != pair {
		a.Want(pair)
	}
}

// Once sorts the pairs from index first on and removes duplicates.
func (a *RowsAhead) Once(first int) {
	slices.Sort(a.Pairs[first:])
	a.Pairs = a.Pairs[:first+len(slices.Compact(a.Pairs[first:]))]
}

// Read reads the wanted rows, at most atOnce in one request.
func (a *RowsAhead) Read(tx analytics.Tx, table analytics.Table, atOnce int) error {
	a.keys, a.room = a.keys[:0], a.room[:0]
	for _, pair := range a.Pairs {
		a.room = Order.AppendUint64(a.room, pair)
		a.keys = append(a.keys, a.room[len(a.room)-8:])
		a.Values = append(a.Values, nil)
	}
	i := 0
	for part := range slices.Chunk(a.keys, atOnce) {
		for row, err := range tx.GetAll(table, part) {
			if err != nil {
				return err
			}
			for string(a.keys[i]) != string(row.Key) {
				i++
			}
			a.Values[i] = row.Value
			i++
		}
	}
	return nil
}

// find returns the value of a wanted pair, nil if there is no such row.
func (a *RowsAhead) find(pair uint64) (value []byte, wanted bool) {
	for n := range a.Values {
		i := a.next + n
		if i >= len(a.Values) {
			i -= len(a.Values)
		}
		if a.Pairs[i] == pair {
			a.next = i
			return a.Values[i], true
		}
	}
	return nil, false
}

// Payload returns the payload of a pair's row, or nil if there is no such row. A row
// that was not wanted is read now.
func (a *RowsAhead) Payload(tx analytics.Tx, table analytics.Table, pair uint64) ([]byte, error) {
	value, wanted := a.find(pair)
	if !wanted {
		return Get(tx, table, KeyOf(pair))
	}
	if value == nil {
		return nil, nil
	}
	payload, err := Unseal(value)
	if err != nil {
		return nil, InRow(err, table, KeyOf(pair))
	}
	return payload, nil
}
