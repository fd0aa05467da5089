package packed

import (
	"bytes"
	"math"
	"sort"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// cursor reads packed rows in the order of their keys.
type cursor struct {
	tx       *Tx
	table    wire.PackedTable
	from, to []byte // as of Scan
	past     bool   // go on after damaged packs
	at       []byte // where the next pack is looked for
	ended    bool   // there are no more packs
	pack     *pack
	pairs    []uint64 // of the pack, that are left
	key      []byte   // of the first of them
}

// cursor returns a cursor for a range.
func (t *Tx) cursor(table wire.PackedTable, from, to []byte) (*cursor, error) {
	limit, err := t.limitOf()
	ended := len(from) >= 4 && wire.Order.Uint32(from) >= limit
	return &cursor{tx: t, table: table, from: from, to: to, at: from, ended: ended}, err
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
		if c.pack.bad != nil && !c.past {
			yield(analytics.Row{}, c.pack.damage())
			return false
		}
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
		c.pass(c.selected(p))
	}
	return nil
}

// selected returns the pairs of a pack that the scan selects. A damaged pack at which the
// scan ends has one, its first.
func (c *cursor) selected(p *pack) []uint64 {
	switch {
	case p.bad == nil:
		return c.inRange(p.pairs)
	case c.past || bytes.Compare(wire.KeyOf(p.last), c.from) < 0:
		return nil
	case c.to != nil && bytes.Compare(later(wire.KeyOf(p.first), c.from), c.to) >= 0:
		c.ended = true
		return nil
	}
	return []uint64{p.first}
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
