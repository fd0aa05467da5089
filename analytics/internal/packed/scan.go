package packed

import (
	"bytes"
	"iter"
	"math"
	"sort"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Scan implements [analytics.Tx]. Of a damaged pack it yields one row.
func (t *Tx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	number := wire.PackedTableOf(table)
	if number == wire.NotPacked {
		return t.Tx.Scan(table, from, to)
	}
	return func(yield func(analytics.Row, error) bool) {
		limit, err := t.limitOf()
		if err != nil {
			yield(analytics.Row{}, err)
			return
		}
		c := cursor{tx: t, table: number, from: from, to: to, at: from, ended: len(from) >= 4 && wire.Order.Uint32(from) >= limit}
		for row, err := range t.Tx.Scan(table, from, to) {
			if err != nil {
				yield(analytics.Row{}, err)
				return
			}
			if !c.yieldBefore(row.Key, yield) || !yield(row, nil) {
				return
			}
		}
		c.yieldBefore(nil, yield)
	}
}

// cursor reads packed rows in the order of their keys.
type cursor struct {
	tx       *Tx
	table    wire.PackedTable
	from, to []byte // as of Scan
	at       []byte // where the next pack is looked for
	ended    bool   // there are no more packs
	pack     *pack
	pairs    []uint64 // of the pack, that are left
	key      []byte   // of the first of them
}

// yieldBefore yields the rows before a key and passes over that of the key, and reports
// whether to go on. A nil key is after all.
func (c *cursor) yieldBefore(key []byte, yield func(analytics.Row, error) bool) bool {
	for {
		if err := c.load(); err != nil {
			yield(analytics.Row{}, err)
			return false
		}
		if len(c.pairs) == 0 || key != nil && bytes.Compare(c.key, key) > 0 {
			return true
		}
		row := analytics.Row{Key: c.key, Value: c.pack.get(c.pairs[0])}
		c.pass(c.pairs[1:])
		if bytes.Equal(row.Key, key) {
			return true
		}
		if !yield(row, nil) {
			return false
		}
	}
}

// pass goes on with the first of some pairs.
func (c *cursor) pass(left []uint64) {
	if c.pairs = left; len(left) > 0 {
		c.key = wire.KeyOf(left[0])
	}
}

// load reads packs until there is a row.
func (c *cursor) load() error {
	for len(c.pairs) == 0 && !c.ended {
		p, err := c.tx.from(c.table, c.at)
		if err != nil {
			return err
		}
		if p == nil {
			c.ended = true
			return nil
		}
		c.pack, c.at, c.ended = p, wire.KeyOf(p.last+1), p.last == math.MaxUint64
		c.pass(c.inRange(p.shown()))
	}
	return nil
}

// inRange returns the pairs that the scan selects. If some are behind its end, there are
// no more packs.
func (c *cursor) inRange(pairs []uint64) []uint64 {
	first := sort.Search(len(pairs), func(i int) bool { return bytes.Compare(wire.KeyOf(pairs[i]), c.from) >= 0 })
	after := len(pairs)
	if c.to != nil {
		after = sort.Search(len(pairs), func(i int) bool { return bytes.Compare(wire.KeyOf(pairs[i]), c.to) >= 0 })
	}
	c.ended = c.ended || after < len(pairs)
	return pairs[min(first, after):after]
}
