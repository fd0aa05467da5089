package timeline

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// pendingClicks are the clicks of the query's links that may not be in rollups yet, as of
// the beginning of the reader.
type pendingClicks struct {
	late  map[uint64]blocks          // that have them, by day and link
	plans map[uint64]*analytics.Plan // that may not be stored yet
}

// newPendingClicks notes the days, blocks and plans of pending groups.
func newPendingClicks(groups []clicklog.PendingGroup) (p pendingClicks, err error) {
	p = pendingClicks{make(map[uint64]blocks), make(map[uint64]*analytics.Plan)}
	for i := range groups {
		g := &groups[i]
		p.plans[clicklog.PlanKey(g.Link, g.Revision)] = g.Plan
		if err := p.add(g); err != nil {
			return p, err
		}
	}
	return p, nil
}

// add notes on which days a group has clicks.
func (p *pendingClicks) add(g *clicklog.PendingGroup) error {
	if g.Chunk.Prompt {
		p.addDay(g, g.Chunk.Generation)
		return nil
	}
	records := g.Records()
	for rec := new(clicklog.Record); records.Next(rec); {
		p.addDay(g, wire.DayOf(rec.Time))
	}
	return records.End()
}

func (p *pendingClicks) addDay(g *clicklog.PendingGroup, day uint32) {
	pair, block := wire.PairOf(day, g.Link), g.Chunk.Block
	p.late[pair] = p.late[pair].with(blocks{block, block})
}
