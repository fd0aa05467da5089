package recount

import (
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// logged notes that a block has a click of a day.
func (c *Recount) logged(day uint32, block uint64) {
	d := c.days[day]
	if d == nil {
		d = &loggedDay{first: block}
		c.days[day] = d
	}
	d.last = block
	d.clicks++
}

// narrow makes the window smaller until it fits.
func (c *Recount) narrow() {
	for c.size > c.Limit && len(c.rollups) > 1 {
		pairs := slices.Sorted(maps.Keys(c.rollups))
		half := len(pairs) / 2
		c.to = pairs[half]
		for _, pair := range pairs[half:] {
			c.size -= c.rollups[pair].Size()
			delete(c.rollups, pair)
		}
	}
}

// advance begins the window behind the one that is complete: as many days as
// have about as many clicks as fitted. It returns false at the end.
func (c *Recount) advance() bool {
	fitted := c.counted()
	c.from, c.to = c.to, wire.PairOf(c.After, 0)
	clear(c.rollups)
	c.size = 0
	if c.from >= c.to {
		return false
	}
	c.firstBlock, c.lastBlock = c.end+1, 0
	var clicks uint64
	for _, day := range slices.Sorted(maps.Keys(c.days)) {
		d := c.days[day]
		if wire.PairOf(day+1, 0) <= c.from {
			continue
		}
		if clicks += d.clicks; clicks > fitted && clicks > d.clicks {
			c.to = wire.PairOf(day, 0)
			break
		}
		c.firstBlock, c.lastBlock = min(c.firstBlock, d.first), max(c.lastBlock, d.last)
	}
	return true
}

// last reports whether no window follows.
func (c *Recount) last() bool { return c.to >= wire.PairOf(c.After, 0) }

// counted returns the number of clicks in the window.
func (c *Recount) counted() (clicks uint64) {
	for _, ru := range c.rollups {
		clicks += ru.Requests()
	}
	return clicks
}

// doubts are ranges of links whose clicks could not all be read.
type doubts []linkRange

type linkRange struct{ first, last uint32 }

// maxDoubts is the number of ranges above which everything is doubted.
const maxDoubts = 1000

func (d *doubts) add(first, last uint32) {
	if last == wire.NoLink { // no clicks were in it
		return
	}
	if len(*d) == maxDoubts {
		*d = doubts{{0, wire.NoLink}}
	}
	*d = append(*d, linkRange{first, last})
}

// Has reports whether a link is in doubt.
func (d doubts) Has(link uint32) bool {
	return slices.ContainsFunc(d, func(r linkRange) bool { return r.first <= link && link <= r.last })
}
