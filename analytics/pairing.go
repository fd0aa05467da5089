package analytics

import (
	"maps"
	"slices"
)

// pairing is a rollup as it is stored beside what the log gives.
type pairing struct {
	day, link uint32
	value     []byte  // as stored; nil when there is none
	stored    *rollup // nil when there is none that can be read
	err       error   // why it cannot be read
	recounted *rollup // nil when the log has no click of it
}

// key returns the key of the rollup.
func (p *pairing) key() []byte { return pairKey(p.day, p.link) }

// pair calls fn for every rollup that is stored or was recounted in the window,
// whose clicks are all in the log, and beyond for the days of the others.
func (c *recount) pair(tx Tx, fn func(*pairing) error, beyond func(day uint32)) error {
	matched := make(map[uint64]bool)
	for day, err := range rollupDays(tx, uint32(c.from>>32), min(uint32(c.to>>32)+1, c.after)) {
		if err != nil {
			return err
		}
		if c.links == nil && c.days[day] == nil && c.gone.day(day) {
			beyond(day)
			continue
		}
		for row, err := range c.stored(tx, day, c.from, c.to) {
			if err == nil {
				err = inRow(checkKey(row.Key, 8), TableRollups, row.Key)
			}
			if err != nil {
				return err
			}
			if order.Uint32(row.Key[4:]) == noLink {
				continue
			}
			pair := order.Uint64(row.Key)
			matched[pair] = true
			if err := c.pairRow(pair, row, fn, beyond); err != nil {
				return err
			}
		}
	}
	return c.pairRest(matched, fn, beyond)
}

// pairRow calls fn for a stored rollup.
func (c *recount) pairRow(pair uint64, row Row, fn func(*pairing) error, beyond func(day uint32)) error {
	p := &pairing{day: uint32(pair >> 32), link: uint32(pair), value: row.Value, recounted: c.rollups[pair]}
	stored := new(rollup)
	payload, err := unseal(row.Value)
	if err == nil {
		err = stored.read(payload)
	}
	if err == nil {
		p.stored = stored
	}
	p.err = inRow(err, TableRollups, row.Key)
	if c.gone.day(p.day) && (p.stored == nil || p.stored.first <= c.gone.block) {
		beyond(p.day)
		if p.err != nil && c.links != nil { // else it was found by checkRest
			c.damaged(p.err)
		}
		return nil
	}
	return fn(p)
}

// pairRest calls fn for the rollups that should be stored and are not.
func (c *recount) pairRest(matched map[uint64]bool, fn func(*pairing) error, beyond func(day uint32)) error {
	for _, pair := range slices.Sorted(maps.Keys(c.rollups)) {
		p := &pairing{day: uint32(pair >> 32), link: uint32(pair), recounted: c.rollups[pair]}
		if matched[pair] {
			continue
		}
		if c.gone.day(p.day) {
			beyond(p.day)
			continue
		}
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}
