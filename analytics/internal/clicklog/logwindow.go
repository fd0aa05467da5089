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
// It calls damaged for what cannot be read, and ends with the error that this returns; nil
// leaves it out.
func (c *LinkChain) Window(links []uint32, first, last uint64, damaged func(error) error) (groups []ChainGroup, rows int, err error) {
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
		report := func(err error) error {
			if err == nil {
				return nil
			}
			return damaged(wire.InRow(err, analytics.TableLog, row.Key))
		}
		if err == nil && high != wire.NoLink && wanted.Wants(low, high) {
			groups, err = c.pickAll(groups, row, wanted, report)
		}
		if err = report(err); err != nil {
			return nil, rows, err
		}
		low = high
	}
	return groups, rows, nil
}

// pickAll appends the groups of the wanted links in a row. It calls report for those whose
// plan cannot be read.
func (c *LinkChain) pickAll(groups []ChainGroup, row analytics.Row, wanted linkSet, report func(error) error) ([]ChainGroup, error) {
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
		if plan, err := c.Plans.PlanOf(chunk, &g); err == nil {
			groups = append(groups, ChainGroup{Group: g, Chunk: chunk, Plan: plan})
		} else if err := report(err); err != nil {
			return groups, err
		}
	}
	return groups, nil
}

// PlacedClick is a click with its place in the log.
type PlacedClick struct {
	analytics.Click
	Place analytics.Place // before the click
}

// Select appends those clicks of a group that are wanted, in the order of the log. It
// calls damaged as [LinkChain.Window] does.
func (g *ChainGroup) Select(into []PlacedClick, lane analytics.Lane, wanted func(*Record, analytics.Place) bool, damaged func(error) error) ([]PlacedClick, error) {
	records := g.Chunk.Records(g.Start, g.End)
	var rec Record
	for at := (analytics.Place{Block: g.Chunk.Block, Position: g.Position}); records.Next(&rec); at.Position++ {
		if !wanted(&rec, at) {
			continue
		}
		if click, err := g.click(&rec, lane, at.Position); err == nil {
			into = append(into, PlacedClick{click, at})
		} else if err := damaged(err); err != nil {
			return into, err
		}
	}
	if err := records.End(); err != nil {
		return into, damaged(err)
	}
	return into, nil
}
