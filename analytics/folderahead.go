package analytics

// wantRuns has the rollups read ahead of the days of runs' groups, of those of the
// blocks above after and up to target. It returns how many runs it took.
func (f *folder) wantRuns(groups []pendingGroup, runs [][]uint64, after, target uint64) (n int, err error) {
	f.ahead.reset()
	for ; n < len(runs) && len(f.ahead.pairs) < rollupsAhead; n++ {
		first := len(f.ahead.pairs)
		for _, index := range runs[n] {
			if g := &groups[uint32(index)]; after < g.chunk.block && g.chunk.block <= target {
				f.want(g, first)
			}
		}
	}
	return n, f.ahead.read(f.tx, TableRollups, rollupsAhead)
}

// wantTails has the rollups read ahead of the days of what is pending of links. It
// returns how many links it took.
func (f *folder) wantTails(links []uint32, tails map[uint32][]pendingGroup, isPending func(*pendingGroup) bool) (n int, err error) {
	f.ahead.reset()
	for ; n < len(links) && len(f.ahead.pairs) < rollupsAhead; n++ {
		first, tail := len(f.ahead.pairs), tails[links[n]]
		for i := range tail {
			if g := &tail[i]; isPending(g) {
				f.want(g, first)
			}
		}
	}
	return n, f.ahead.read(f.tx, TableRollups, rollupsAhead)
}

// want has the rollups of a group's days read ahead, as long as there are not too
// many. Those of its link begin with the first.
func (f *folder) want(g *pendingGroup, first int) {
	if g.chunk.prompt {
		f.ahead.wantOnce(pairOf(g.chunk.generation, g.link))
		return
	}
	if len(f.ahead.pairs) >= rollupsAhead {
		return // the others are read when they are needed
	}
	records := g.records()
	for records.next(&f.record) {
		f.ahead.wantOnce(pairOf(dayOf(f.record.time), g.link))
	}
	f.ahead.once(first)
}
