package packed

import (
	"bytes"

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
	keys     []wire.PackedKey // of the pack, that are left
	key      []byte           // the first of them
}

// cursor returns a cursor for a range.
func (t *Tx) cursor(table wire.PackedTable, from, to []byte) (*cursor, error) {
	limit, err := t.limitOf()
	ended := wire.HighOf(from) >= limit.of(table)
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
		if len(c.keys) == 0 || key != nil && bytes.Compare(c.key, key) > 0 {
			return true
		}
		row := analytics.Row{Key: c.key, Value: c.pack.get(c.keys[0])}
		if c.pack.bad != nil && !c.past && c.table != wire.PackedLog {
			yield(analytics.Row{}, c.pack.damage())
			return false
		}
		c.pass(c.keys[1:])
		if bytes.Equal(row.Key, key) {
			return true
		}
		if !yield(row, nil) {
			return false
		}
	}
}

// pass goes on with the first of some keys.
func (c *cursor) pass(left []wire.PackedKey) {
	if c.keys = left; len(left) > 0 {
		c.key = c.table.Join(left[0])
	}
}

// load reads packs until there is a row.
func (c *cursor) load() error {
	for len(c.keys) == 0 && !c.ended {
		p, err := c.tx.from(c.table, c.at)
		if err != nil {
			return err
		}
		if p == nil {
			c.ended = true
			return nil
		}
		c.pass(c.selected(p))
		c.pack, c.at = p, append(bytes.Clone(p.key[1:]), 0)
	}
	return nil
}

// selected returns the keys of a pack that the scan selects. A damaged pack at which the
// scan ends has one, its first.
func (c *cursor) selected(p *pack) []wire.PackedKey {
	switch {
	case p.bad == nil:
		return c.inRange(p.keys)
	case c.past || bytes.Compare(c.table.Join(p.last), c.from) < 0:
		return nil
	case c.table == wire.PackedLog:
		return c.inRange(p.blocks())
	case c.to != nil && bytes.Compare(later(c.table.Join(p.first), c.at), c.to) >= 0:
		c.ended = true
		return nil
	}
	return []wire.PackedKey{p.first}
}

// inRange returns the keys that the scan selects and that are after the packs before. If
// some are behind its end, there are no more packs.
func (c *cursor) inRange(keys []wire.PackedKey) []wire.PackedKey {
	first, after := c.table.Search(keys, c.at), len(keys)
	if c.to != nil {
		after = c.table.Search(keys, c.to)
	}
	c.ended = c.ended || after < len(keys)
	return keys[min(first, after):after]
}
