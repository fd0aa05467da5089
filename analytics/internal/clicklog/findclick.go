package clicklog

import (
	"bytes"
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Find returns the click with an id, nil if the log has none up to the block Last. It
// reads the blocks that may have the id, and not the log. If one of these blocks is
// damaged where the click may be, the error says so.
func (l *LogReader) Find(ctx context.Context, log wire.LaneReader, id analytics.ClickID) (*LogClick, error) {
	s := search{LogReader: l, id: id}
	blocks, err := blocksToSearch(ctx, log, id)
	if err != nil {
		return nil, err
	}
	for _, block := range blocks {
		s.find = s.stored
		if err := s.block(ctx, log, block); err != nil || s.found != nil {
			return s.found, err
		}
	}
	if at := PlaceOf(id); id.Lane() == l.Lane && at.Block > 0 {
		s.position, s.find = at.Position, s.placed
		if err := s.block(ctx, log, at.Block); err != nil || s.found != nil {
			return s.found, err
		}
	}
	return nil, s.damage
}

// blocksToSearch returns the blocks that may have the click with a stored id.
func blocksToSearch(ctx context.Context, log wire.LaneReader, id analytics.ClickID) (blocks []uint64, err error) {
	err = log.View(ctx, func(tx analytics.Tx) error {
		blocks = blocks[:0]
		for block, err := range BlocksOfID(tx, id) {
			if err != nil {
				return err
			}
			blocks = append(blocks, block)
		}
		return nil
	})
	return blocks, err
}

// search looks for the click with an id.
type search struct {
	*LogReader
	id       analytics.ClickID
	position uint32 // in the block, if the id is not stored
	find     func(*Chunk, *Group) error
	found    *LogClick
	ended    bool  // whether it is found, or no other row of the block can have it
	damage   error // of a row that may have it
}

// block looks in a block.
func (s *search) block(ctx context.Context, log wire.LaneReader, block uint64) error {
	if block > s.Last {
		return nil
	}
	before := s.damage
	s.ended = false
	for next := wire.LogKey(block, 0, 0); next != nil; {
		err := log.View(ctx, func(tx analytics.Tx) (err error) {
			s.prepare(tx)
			next, err = s.rows(tx, block, next)
			return err
		})
		if err != nil {
			return err
		}
	}
	if s.ended {
		s.damage = before // it is in other rows
	}
	return nil
}

// rows looks in some rows of a block and returns the key of the next one, nil at the end.
func (s *search) rows(tx analytics.Tx, block uint64, next []byte) ([]byte, error) {
	gone, err := LoadRemoved(tx)
	if err != nil || block <= gone.Block {
		return nil, err
	}
	rows := 0
	for row, err := range tx.Scan(analytics.TableLog, next, wire.LogKey(block, wire.NoLink, 0)) {
		if err != nil {
			return nil, err
		}
		if rows++; rows > RowsPerView {
			return bytes.Clone(row.Key), nil
		}
		err = wire.InRow(s.row(row), analytics.TableLog, row.Key)
		if s.ended || err != nil && !wire.IsDamage(err) {
			return nil, err
		}
		if err != nil {
			s.damage = err
		}
	}
	return nil, nil
}

// row looks in a row. The error says that a part of it cannot be read.
func (s *search) row(row analytics.Row) error {
	c, err := ChunkOf(row)
	if err != nil {
		return err
	}
	c.Loader = &s.words
	var damage error
	for g, err := range c.everyGroup() {
		if err == nil {
			err = s.find(c, &g)
		}
		if s.ended || err != nil && !wire.IsDamage(err) {
			return err
		}
		if err != nil {
			damage = err // the groups behind it may be readable
		}
	}
	return damage
}

// stored looks for a click with a stored id in a group.
func (s *search) stored(c *Chunk, g *Group) error {
	return s.eachRecord(c, g, func(rec *Record, _ uint32) bool { return rec.ID == s.id })
}

// placed looks in a group for the click whose id says its place.
func (s *search) placed(c *Chunk, g *Group) error {
	if s.position < g.Position || s.position >= g.Position+g.Count {
		return nil
	}
	err := s.eachRecord(c, g, func(rec *Record, position uint32) bool {
		return position == s.position && clickID(rec, s.Lane, analytics.Place{Block: c.Block, Position: position}) == s.id
	})
	s.ended = s.ended || err == nil
	return err
}

// eachRecord finds the record of a group that is the click.
func (s *search) eachRecord(c *Chunk, g *Group, is func(rec *Record, position uint32) bool) error {
	records := c.Records(g.Start, g.End)
	var rec Record
	for position := g.Position; records.Next(&rec); position++ {
		if is(&rec, position) {
			return s.take(c, g, &rec, position)
		}
	}
	return records.End()
}

// take takes a record as the click, unless it is being erased.
func (s *search) take(c *Chunk, g *Group, rec *Record, position uint32) error {
	s.ended = true
	erased, err := LoadErasure(s.words.Tx, g.Link)
	if err != nil || c.Block <= erased {
		return err
	}
	c.Reader = linkSet{g.Link}
	plan, err := s.plan(c, g)
	if err != nil {
		return err
	}
	click, err := (&ChainGroup{Group: *g, Chunk: c, Plan: plan}).click(rec, s.Lane, position)
	if err != nil {
		return err
	}
	s.found = &LogClick{Click: click, Plan: plan, Next: analytics.Place{Block: c.Block, Position: position + 1}}
	return nil
}
