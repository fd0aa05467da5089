package analytics

import "slices"

// numSlices is the number of parts that the links are folded in. A slice is made
// of runs of neighbouring links, so that a fold writes rows that stand side by
// side.
const numSlices = 64

// sliceOf returns the slice of a link.
func sliceOf(link uint32) int { return int(runOf(link) % numSlices) }

// pendingGroup is a group that is in the log and not in the rollups.
type pendingGroup struct {
	chunk *chunk
	plan  *Plan

	link, revision uint32
	// start and end bound the records in chunk.groups.
	start, end uint32
	count      uint32
}

// records returns the group's records.
func (g *pendingGroup) records() records { return g.chunk.records(g.start, g.end) }

// pending holds what is in the log and not in the rollups, by slice, in the
// order of the log.
type pending struct {
	slices [numSlices][]pendingGroup
	plans  [numSlices][]*Plan // plans that are in the log and nowhere else
	clicks int
}

func (p *pending) add(groups []pendingGroup) {
	for _, g := range groups {
		s := sliceOf(g.link)
		p.slices[s] = append(p.slices[s], g)
		p.clicks += int(g.count)
	}
}

func (p *pending) addPlans(plans []*Plan) {
	for _, plan := range plans {
		s := sliceOf(plan.Link)
		p.plans[s] = append(p.plans[s], plan)
	}
}

// remove forgets what is folded of a slice.
func (p *pending) remove(slice int, m mark) {
	p.plans[slice] = nil
	p.slices[slice] = slices.DeleteFunc(p.slices[slice], func(g pendingGroup) bool {
		folded := g.chunk.block <= m.of(g.link)
		if folded {
			p.clicks -= int(g.count)
		}
		return folded
	})
}

// of returns a link's groups.
func (p *pending) of(link uint32) (groups []pendingGroup) {
	for _, g := range p.slices[sliceOf(link)] {
		if g.link == link {
			groups = append(groups, g)
		}
	}
	return groups
}
