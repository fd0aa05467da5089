package rollup

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// WantRuns has the rollups read ahead of the days of runs' groups, of those of the
// blocks above after and up to target. It returns how many runs it took.
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

// WantTails has the rollups read ahead of the days of what is pending of links. It
// returns how many links it took.
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

// want has the rollups of a group's days read ahead, as long as there are not too
// many. Those of its link begin with the first.
func (f *Folder) want(g *clicklog.PendingGroup, first int) {
	if g.Chunk.Prompt {
		f.Ahead.WantOnce(wire.PairOf(g.Chunk.Generation, g.Link))
		return
	}
	if len(f.Ahead.Pairs) >= wire.RollupsAhead {
		return // the others are read when they are needed
	}
	records := g.Records()
	for records.Next(&f.Record) {
		f.Ahead.WantOnce(wire.PairOf(wire.DayOf(f.Record.Time), g.Link))
	}
	f.Ahead.Once(first)
}
