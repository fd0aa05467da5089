package recount

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// row counts the clicks in a row of the log. Damage is reported as a finding, not
// returned.
func (c *Recount) row(row analytics.Row, block uint64, link uint32) error {
	var err error
	if c.Links == nil && block > c.end && link != wire.NoLink {
		c.indexes.read(row, block)
	}
	switch {
	case link != wire.NoLink:
		var chunk *clicklog.Chunk
		if chunk, err = clicklog.ChunkOf(row); err == nil {
			err = c.chunk(row.Key, chunk)
		}
	case block <= c.end:
	case wire.IsGapRow(row.Key):
		err = c.gaps(row.Value)
	default:
		err = checkPlans(row.Value)
	}
	if !wire.IsDamage(err) {
		return err
	}
	c.damagedIn(block, wire.InRow(err, analytics.TableLog, row.Key))
	c.lostDoubt = c.lostDoubt || link == wire.NoLink && wire.IsGapRow(row.Key)
	first := uint32(0)
	if c.beforeBlock == block {
		first = c.beforeLink // the row may have more clicks of this link
	}
	c.Doubts.add(first, link)
	return nil
}

// checkPlans returns an error if a row of plans is damaged.
func checkPlans(value []byte) error {
	payload, err := wire.Unseal(value)
	if err == nil {
		_, err = clicklog.DecodePlans(payload)
	}
	return err
}

// gaps counts the lost clicks of a row.
func (c *Recount) gaps(value []byte) error {
	if c.Links != nil {
		return nil
	}
	gaps, err := clicklog.DecodeGaps(value)
	for _, g := range gaps {
		day := wire.DayOf(g.From)
		c.lost[day] = c.lost[day].Add(uint16(wire.QuarterOf(g.From)), g.Count)
	}
	return err
}

// chunk counts the clicks of a chunk.
func (c *Recount) chunk(key []byte, chunk *clicklog.Chunk) error {
	chunk.Loader, chunk.Reader = &c.words, c
	for g, err := range chunk.All() {
		if err != nil {
			return err
		}
		if !c.Has(g.Link) {
			continue
		}
		if chunk.Block > c.end {
			if err := c.Chains.follow(&g, chunk.Block, chunk.Block <= c.Marks.Of(g.Link)); err != nil {
				c.damaged(err)
			}
		}
		if err := c.group(chunk, &g); wire.IsDamage(err) {
			c.damagedIn(chunk.Block, wire.InRow(err, analytics.TableLog, key))
			c.Doubts.add(g.Link, g.Link)
		} else if err != nil {
			return err
		}
	}
	if c.size > c.Limit {
		c.narrow()
	}
	return nil
}

// group counts the clicks of a group.
func (c *Recount) group(chunk *clicklog.Chunk, g *clicklog.Group) error {
	records := chunk.Records(g.Start, g.End)
	for rec := &c.record; records.Next(rec); {
		day := wire.DayOf(rec.Time)
		if day < c.First || day >= c.After {
			continue
		}
		if chunk.Block > c.end {
			c.logged(day, chunk.Block)
		}
		pair := wire.PairOf(day, g.Link)
		if pair < c.from || pair >= c.to || chunk.Block > c.Marks.Of(g.Link) {
			continue
		}
		if err := c.click(chunk, g, pair); err != nil {
			return err
		}
	}
	return records.End()
}

// click adds the current record to a rollup.
func (c *Recount) click(chunk *clicklog.Chunk, g *clicklog.Group, pair uint64) error {
	if rollup.HasValues(c.record.Class) {
		plan, err := c.plans.PlanOf(chunk, g)
		if err != nil {
			return err
		}
		if err := c.labels.Fill(&c.record, chunk, plan); err != nil {
			return err
		}
	}
	ru := c.rollups[pair]
	if ru == nil {
		ru = new(rollup.Rollup)
		c.rollups[pair] = ru
	}
	before := ru.Size()
	err := ru.Add(&c.record, &c.labels, chunk.Block)
	c.size += ru.Size() - before
	return err
}

// damaged reports a damaged row.
func (c *Recount) damaged(err error) {
	c.found(analytics.Finding{Err: err})
}

// damagedIn reports damage in a block. It does so only in the first window that reads
// the block.
func (c *Recount) damagedIn(block uint64, err error) {
	if block > c.end {
		c.damaged(err)
	}
}
