package clicklog

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// Forget drops a link's groups.
func (p *Pending) Forget(link uint32) {
	p.drop(SliceOf(link), func(g *PendingGroup) bool { return g.Link == link })
}

// drop drops groups of a slice. What readers have of it stays as it is.
func (p *Pending) drop(slice int, drops func(*PendingGroup) bool) {
	groups := p.Slices[slice]
	first := slices.IndexFunc(groups, func(g PendingGroup) bool { return drops(&g) })
	if first < 0 {
		return
	}
	left := slices.Clone(groups[:first])
	for i := range groups[first:] {
		if g := &groups[first+i]; drops(g) {
			p.Clicks -= int(g.Count)
		} else {
			left = append(left, *g)
		}
	}
	p.Slices[slice] = left
}

// NumSlices is the number of slices. A slice is a part of the links that is folded
// at a time. It consists of runs of neighbouring links, so that a fold writes
// neighbouring rows.
const NumSlices = 64

// SliceOf returns the slice of a link.
func SliceOf(link uint32) int { return int(RunOf(link) % NumSlices) }

// PendingGroup is a group that is in the log but not in the rollups yet.
type PendingGroup struct {
	Chunk *Chunk          // that has the group
	Plan  *analytics.Plan // of its clicks

	Link, Revision uint32 // of Plan
	Start, End     uint32 // see [Group]
	Count          uint32 // of records
}

// Records returns a reader of the group's records.
func (g *PendingGroup) Records() RecordReader { return g.Chunk.Records(g.Start, g.End) }

// Pending holds the clicks that are in the log but not in the rollups yet.
type Pending struct {
	// Slices has the groups by slice, in the order of the log. A copy of it stays as it
	// is: groups are appended, or a slice is replaced.
	Slices [NumSlices][]PendingGroup
	Plans  [NumSlices][]*analytics.Plan // plans that only the log has
	Clicks int                          // number of clicks in Slices
}

// Add adds groups of a new block.
func (p *Pending) Add(groups []PendingGroup) {
	for _, g := range groups {
		s := SliceOf(g.Link)
		p.Slices[s] = append(p.Slices[s], g)
		p.Clicks += int(g.Count)
	}
}

// AddPlans adds plans of a new block.
func (p *Pending) AddPlans(plans []*analytics.Plan) {
	for _, plan := range plans {
		s := SliceOf(plan.Link)
		p.Plans[s] = append(p.Plans[s], plan)
	}
}

// Remove drops the groups of a slice that are folded according to its mark.
func (p *Pending) Remove(slice int, m Mark) {
	p.Plans[slice] = nil
	p.drop(slice, func(g *PendingGroup) bool { return g.Chunk.Block <= m.of(g.Link) })
}

// Of returns a link's groups.
func (p *Pending) Of(link uint32) (groups []PendingGroup) {
	for _, g := range p.Slices[SliceOf(link)] {
		if g.Link == link {
			groups = append(groups, g)
		}
	}
	return groups
}
