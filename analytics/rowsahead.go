package analytics

import "slices"

const (
	// maxAhead is the most small rows that are read together.
	maxAhead = 1000
	// rollupsAhead is the most rollups that are read together: some have 20 KB.
	rollupsAhead = 256
)

// rowsAhead are rows that are read together before each is needed, since a store
// on another machine answers many questions as fast as one. Their keys are pairs
// of numbers. It keeps its memory from one reading to the next.
type rowsAhead struct {
	pairs  []uint64 // the keys
	values [][]byte // nil for rows that are not there
	next   int      // the one that is probably needed next

	keys [][]byte
	room []byte // of the keys
}

// reset forgets all rows.
func (a *rowsAhead) reset() {
	clear(a.values) // which belong to a transaction that may have ended
	a.pairs, a.values, a.next = a.pairs[:0], a.values[:0], 0
}

// want has the row of a pair read.
func (a *rowsAhead) want(pair uint64) { a.pairs = append(a.pairs, pair) }

// wantOnce is want, unless the pair is the one that was wanted last.
func (a *rowsAhead) wantOnce(pair uint64) {
	if n := len(a.pairs); n == 0 || a.pairs[n-1] != pair {
		a.want(pair)
	}
}

// once sorts what is wanted from the first pair on, and has each row wanted once.
func (a *rowsAhead) once(first int) {
	slices.Sort(a.pairs[first:])
	a.pairs = a.pairs[:first+len(slices.Compact(a.pairs[first:]))]
}

// read reads the rows that are wanted, at most some at a time.
func (a *rowsAhead) read(tx Tx, table Table, atOnce int) error {
	a.keys, a.room = a.keys[:0], a.room[:0]
	for _, pair := range a.pairs {
		a.room = order.AppendUint64(a.room, pair)
		a.keys = append(a.keys, a.room[len(a.room)-8:])
		a.values = append(a.values, nil)
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
			a.values[i] = row.Value
			i++
		}
	}
	return nil
}

// find returns the value of a pair, nil when there is no such row; or that it was
// not wanted.
func (a *rowsAhead) find(pair uint64) (value []byte, wanted bool) {
	for n := range a.values {
		i := a.next + n
		if i >= len(a.values) {
			i -= len(a.values)
		}
		if a.pairs[i] == pair {
			a.next = i
			return a.values[i], true
		}
	}
	return nil, false
}

// payload returns the payload of a pair's row, or nil when there is none. One that
// was not wanted is read now.
func (a *rowsAhead) payload(tx Tx, table Table, pair uint64) ([]byte, error) {
	value, wanted := a.find(pair)
	if !wanted {
		return get(tx, table, keyOf(pair))
	}
	if value == nil {
		return nil, nil
	}
	payload, err := unseal(value)
	if err != nil {
		return nil, inRow(err, table, keyOf(pair))
	}
	return payload, nil
}
