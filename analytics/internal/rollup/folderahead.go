package rollup

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// WantRuns reads the rollups for the first runs together. Groups count if they are of
// the blocks after the block after and up to target. It returns the number of runs.
func (f *Folder) WantRuns(groups []clicklog.PendingGroup, runs [][]uint64, after, target uint64) (n int, err error) {
	f.Ahead.Reset()
	for ; n < len(runs) && len(f.Ahead.Pairs) < wire.RollupsAhead; n++ {
		first := len(f.Ahead.Pairs)
		for _, index := range runs[n] {
			if g := &groups[uint32(index)]; after < g.Chunk.Block && g.Chunk.Block <= target {
				f.want(g, first)
			}
		}
	}
	return n, f.Ahead.Read(f.Tx, analytics.TableRollups, wire.RollupsAhead)
}

// WantTails reads the rollups for the pending groups of the first links together. It
// returns the number of links.
func (f *Folder) WantTails(links []uint32, tails map[uint32][]clicklog.PendingGroup, isPending func(*clicklog.PendingGroup) bool) (n int, err error) {
	f.Ahead.Reset()
	for ; n < len(links) && len(f.Ahead.Pairs) < wire.RollupsAhead; n++ {
		first, tail := len(f.Ahead.Pairs), tails[links[n]]
		for i := range tail {
			if g := &tail[i]; isPending(g) {
				f.want(g, first)
			}
		}
	}
	return n, f.Ahead.Read(f.Tx, analytics.TableRollups, wire.RollupsAhead)
}

// want adds the rollups of a group's days to those to be read together, unless they are
// too many. first is the index of the first rollup of the group's link.
func (f *Folder) want(g *clicklog.PendingGroup, first int) {
	if g.Chunk.Prompt {
		f.Ahead.WantOnce(wire.PairOf(g.Chunk.Generation, g.Link))
		return
	}
	if len(f.Ahead.Pairs) >= wire.RollupsAhead {
		return // the others are read one by one
	}
	records := g.Records()
	for records.Next(&f.Record) {
		f.Ahead.WantOnce(wire.PairOf(wire.DayOf(f.Record.Time), g.Link))
	}
	f.Ahead.Once(first)
}
