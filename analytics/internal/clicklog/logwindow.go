package clicklog

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// linkSet are the numbers of links, rising.
type linkSet []uint32

// Wants implements [linkReader].
func (s linkSet) Wants(low, high uint32) bool {
	i, _ := slices.BinarySearch(s, low)
	return i < len(s) && s[i] <= high
}

// Window returns the groups of links, which rise, in the blocks from first to last, in
// the order of the log, and the number of rows of these blocks. Removed blocks have none.
func (c *LinkChain) Window(links []uint32, first, last uint64) (groups []ChainGroup, rows int, err error) {
	wanted, block, low := linkSet(links), uint64(0), uint32(0)
	for row, err := range c.Tx.Scan(analytics.TableLog, wire.LogKey(first, 0, 0), wire.LogKey(last+1, 0, 0)) {
		if err != nil {
			return nil, rows, err
		}
		rows++
		at, high, err := wire.SplitLogKey(row.Key)
		if at != block {
			block, low = at, 0
		}
		if err == nil && high != wire.NoLink && wanted.Wants(low, high) {
			groups, err = c.pickAll(groups, row, wanted)
		}
		if err != nil {
			return nil, rows, wire.InRow(err, analytics.TableLog, row.Key)
		}
		low = high
	}
	return groups, rows, nil
}

// pickAll appends the groups of the wanted links in a row.
func (c *LinkChain) pickAll(groups []ChainGroup, row analytics.Row, wanted linkSet) ([]ChainGroup, error) {
	chunk, err := ChunkOf(row)
	if err != nil || chunk == nil {
		return groups, err
	}
	chunk.Loader, chunk.Reader = &c.words, wanted
	for g, err := range chunk.All() {
		if err != nil {
			return groups, err
		}
		if !wanted.Wants(g.Link, g.Link) {
			continue
		}
		plan, err := c.Plans.PlanOf(chunk, &g)
		if err != nil {
			return groups, err
		}
		groups = append(groups, ChainGroup{Group: g, Chunk: chunk, Plan: plan})
	}
	return groups, nil
}

// PlacedClick is a click with its place in the log.
type PlacedClick struct {
	analytics.Click
	Place analytics.Place // before the click
}

// Select appends those clicks of a group that are wanted, in the order of the log.
func (g *ChainGroup) Select(into []PlacedClick, lane analytics.Lane, wanted func(*Record, analytics.Place) bool) ([]PlacedClick, error) {
	records := g.Chunk.Records(g.Start, g.End)
	var rec Record
	for at := (analytics.Place{Block: g.Chunk.Block, Position: g.Position}); records.Next(&rec); at.Position++ {
		if !wanted(&rec, at) {
			continue
		}
		click, err := g.click(&rec, lane, at.Position)
		if err != nil {
			return nil, err
		}
		into = append(into, PlacedClick{click, at})
	}
	return into, records.End()
}
