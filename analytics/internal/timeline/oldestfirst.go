package timeline

import (
	"cmp"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// ascent are the oldest blocks of chains, which are found by following the chains from
// their ends.
type ascent struct {
	chain  int     // the next to follow
	points []point // found
	all    bool    // whether no points were dropped
	next   int     // the next point to read
}

// point is a block with clicks of a link.
type point struct {
	block uint64
	link  uint32
}

// beginUp has the oldest blocks of the chains found.
func (d *dayReader) beginUp() {
	d.up = ascent{all: true}
	for i := range d.chains {
		d.chains[i].next = d.chains[i].last
	}
	d.step = d.findOldest
}

// findOldest follows the chains down to the bound.
func (d *dayReader) findOldest(v *view) (ended bool, err error) {
	for d.up.chain < len(d.chains) {
		c := &d.chains[d.up.chain]
		for c.next >= max(c.first, d.bound.Block, 1) {
			if v.work >= v.Limits.Work {
				return false, nil
			}
			groups, before, err := v.groups(c.link, c.next)
			if err != nil {
				return false, d.goRound(v, err)
			}
			if len(groups) > 0 && d.bound.Before(endOf(groups)) {
				d.up.add(point{c.next, c.link}, v.Limits.Points)
			}
			c.next = before
		}
		d.up.chain++
	}
	d.up.sort()
	if !d.up.all {
		d.up.points = d.up.points[:v.Limits.Points]
	}
	d.step = d.followUp
	return false, nil
}

// endOf returns the place of the last click of groups of a block.
func endOf(groups []clicklog.ChainGroup) analytics.Place {
	last := &groups[len(groups)-1]
	return analytics.Place{Block: last.Chunk.Block, Position: last.Position + last.Count - 1}
}

// add adds a point. It drops the newest when there are too many.
func (a *ascent) add(p point, most int) {
	if len(a.points) == 2*most {
		a.sort()
		a.points, a.all = a.points[:most], false
	}
	a.points = append(a.points, p)
}

func (a *ascent) sort() {
	slices.SortFunc(a.points, func(p, q point) int { return cmp.Or(cmp.Compare(p.block, q.block), cmp.Compare(p.link, q.link)) })
}

// followUp reads the oldest events that are left in the points.
func (d *dayReader) followUp(v *view) (ended bool, err error) {
	for d.up.next < len(d.up.points) && !v.isFull() {
		p := d.up.points[d.up.next]
		groups, _, err := v.groups(p.link, p.block)
		if err != nil {
			return false, d.goRound(v, err)
		}
		for i := range groups {
			if err := d.emit(v, &groups[i]); err != nil {
				return false, err
			}
		}
		if len(groups) > 0 {
			d.bound = endOf(groups)
		}
		d.up.next++
	}
	if d.up.next < len(d.up.points) {
		return false, nil
	}
	if d.up.all {
		return true, nil
	}
	d.beginUp()
	return false, nil
}
