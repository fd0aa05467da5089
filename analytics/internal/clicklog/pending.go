package clicklog

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// Forget drops the groups of a link.
func (p *Pending) Forget(link uint32) {
	s := SliceOf(link)
	p.Slices[s] = slices.DeleteFunc(p.Slices[s], func(g PendingGroup) bool {
		if g.Link == link {
			p.Clicks -= int(g.Count)
		}
		return g.Link == link
	})
}

// NumSlices is the number of parts that the links are folded in. A slice is made
// of runs of neighbouring links, so that a fold writes rows that stand side by
// side.
const NumSlices = 64

// SliceOf returns the slice of a link.
func SliceOf(link uint32) int { return int(RunOf(link) % NumSlices) }

// PendingGroup is a group that is in the log and not in the rollups.
type PendingGroup struct {
	Chunk *Chunk
	Plan  *analytics.Plan

	Link, Revision uint32
	// Start and end bound the records in chunk.groups.
	Start, End uint32
	Count      uint32
}

// Records returns the group's records.
func (g *PendingGroup) Records() RecordReader { return g.Chunk.Records(g.Start, g.End) }

// Pending holds what is in the log and not in the rollups, by slice, in the
// order of the log.
type Pending struct {
	Slices [NumSlices][]PendingGroup
	Plans  [NumSlices][]*analytics.Plan // Plans that are in the log and nowhere else
	Clicks int
}

func (p *Pending) Add(groups []PendingGroup) {
	for _, g := range groups {
		s := SliceOf(g.Link)
		p.Slices[s] = append(p.Slices[s], g)
		p.Clicks += int(g.Count)
	}
}

func (p *Pending) AddPlans(plans []*analytics.Plan) {
	for _, plan := range plans {
		s := SliceOf(plan.Link)
		p.Plans[s] = append(p.Plans[s], plan)
	}
}

// Remove forgets what is folded of a slice.
func (p *Pending) Remove(slice int, m Mark) {
	p.Plans[slice] = nil
	p.Slices[slice] = slices.DeleteFunc(p.Slices[slice], func(g PendingGroup) bool {
		folded := g.Chunk.Block <= m.of(g.Link)
		if folded {
			p.Clicks -= int(g.Count)
		}
		return folded
	})
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
