package recount

import (
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// comparison is a stored rollup and its recount.
type comparison struct {
	day, link uint32
	value     []byte         // the stored value; nil if there is none
	stored    *rollup.Rollup // nil if there is none or it is damaged
	err       error          // why it cannot be read
	recounted *rollup.Rollup // nil if the log has no clicks of the day
}

// key returns the key of the rollup.
func (p *comparison) key() []byte { return wire.PairKey(p.day, p.link) }

// pair calls fn for every rollup of the window that is stored or was recounted. If
// clicks of a rollup may have been removed from the log, it calls beyond with the
// rollup's day instead.
func (c *Recount) pair(tx analytics.Tx, fn func(*comparison) error, beyond func(day uint32)) error {
	matched := make(map[uint64]bool)
	for day, err := range rollup.Days(tx, uint32(c.from>>32), min(uint32(c.to>>32)+1, c.After)) {
		if err != nil {
			return err
		}
		if c.Links == nil && c.days[day] == nil && c.gone.Day(day) {
			beyond(day)
			continue
		}
		for row, err := range c.stored(tx, day, c.from, c.to) {
			if err == nil {
				err = wire.InRow(wire.CheckKey(row.Key, 8), analytics.TableRollups, row.Key)
			}
			if err != nil {
				return err
			}
			pair := wire.Order.Uint64(row.Key)
			matched[pair] = true
			if err := c.pairRow(pair, row, fn, beyond); err != nil {
				return err
			}
		}
	}
	return c.pairRest(matched, fn, beyond)
}

// pairRow calls fn for a stored rollup.
func (c *Recount) pairRow(pair uint64, row analytics.Row, fn func(*comparison) error, beyond func(day uint32)) error {
	p := &comparison{day: uint32(pair >> 32), link: uint32(pair), value: row.Value, recounted: c.rollups[pair]}
	stored := new(rollup.Rollup)
	payload, err := wire.Unseal(row.Value)
	if err == nil {
		err = stored.Read(payload)
	}
	if err == nil {
		p.stored = stored
	}
	p.err = wire.InRow(err, analytics.TableRollups, row.Key)
	if c.gone.Day(p.day) && (p.stored == nil || p.stored.First <= c.gone.Block) {
		beyond(p.day)
		if p.err != nil && c.Links != nil { // without Links, CheckOtherTables found it
			c.damaged(p.err)
		}
		return nil
	}
	return fn(p)
}

// pairRest calls fn for recounted rollups that are not stored.
func (c *Recount) pairRest(matched map[uint64]bool, fn func(*comparison) error, beyond func(day uint32)) error {
	for _, pair := range slices.Sorted(maps.Keys(c.rollups)) {
		p := &comparison{day: uint32(pair >> 32), link: uint32(pair), recounted: c.rollups[pair]}
		if matched[pair] {
			continue
		}
		if c.gone.Day(p.day) {
			beyond(p.day)
			continue
		}
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}
