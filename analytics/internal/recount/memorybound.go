package recount

import (
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// logged records that a block has a click of a day.
func (c *Recount) logged(day uint32, block uint64) {
	d := c.days[day]
	if d == nil {
		d = &loggedDay{first: block}
		c.days[day] = d
	}
	d.last = block
	d.clicks++
}

// narrow halves the window until its rollups fit in memory.
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

// advance begins the next window. It takes days with about as many clicks as the
// complete window had. It returns false at the end.
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

// last reports whether the current window is the last.
func (c *Recount) last() bool { return c.to >= wire.PairOf(c.After, 0) }

// Window returns the pairs of the current window, to exclusive.
func (c *Recount) Window() (from, to uint64) { return c.from, c.to }

// HasAll reports whether this window and those before it have all rollups from a pair to
// another, so that after their rows are mended there are no others.
func (c *Recount) HasAll(first, last uint64) bool {
	low, high := uint32(first), uint32(last)
	if first>>32 != last>>32 {
		low, high = 0, wire.NoLink
	}
	return c.Links == nil && first >= wire.PairOf(c.First, 0) && last < c.to &&
		!c.gone.Day(uint32(first>>32)) && !c.Doubts.hasAny(low, high)
}

// counted returns the number of requests in the window.
func (c *Recount) counted() (clicks uint64) {
	for _, ru := range c.rollups {
		clicks += ru.Requests()
	}
	return clicks
}

// doubts are ranges of links for which some clicks could not be read.
type doubts []linkRange

type linkRange struct{ first, last uint32 }

// maxDoubts is the number of ranges above which all links are doubted.
const maxDoubts = 1000

func (d *doubts) add(first, last uint32) {
	if last == wire.NoLink { // the row had no clicks
		return
	}
	if len(*d) == maxDoubts {
		*d = doubts{{0, wire.NoLink}}
	}
	*d = append(*d, linkRange{first, last})
}

// Has reports whether a link is in doubt.
func (d doubts) Has(link uint32) bool { return d.hasAny(link, link) }

// hasAny reports whether a link from low to high is in doubt.
func (d doubts) hasAny(low, high uint32) bool {
	return slices.ContainsFunc(d, func(r linkRange) bool { return r.first <= high && low <= r.last })
}
