package timeline

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// dayReader reads the events of a day.
type dayReader struct {
	day uint32
	// bound is the place behind which the events are, in the order of the query. Zero
	// means that there is no bound.
	bound analytics.Place
	// emitted is the place of the last event of the page that is of this day.
	emitted analytics.Place
	// step reads a part. It returns true at the end of the day.
	step func(*view) (ended bool, err error)

	late    map[uint32]blocks // links with pending clicks that are not in chains yet
	member  int               // the next link to look up
	most    int               // chains to look up before the log is read; 0 for no limit
	chains  []chain
	rows    int  // about what it costs to follow the chains
	scanned bool // the log was read, down or up to bound
	scan    logScan

	down chainHeap // newest first
	up   ascent    // oldest first
}

// chain is the chain of a link's clicks on a day.
type chain struct {
	link   uint32
	blocks        // its ends
	next   uint64 // the block to read next, 0 at the end
}

// beginDay returns a reader of a day, or nil if retention has removed it.
func (v *view) beginDay(day uint32) (*dayReader, error) {
	d := &dayReader{day: day, late: v.lateOn(day)}
	if v.gone.Day(day) && len(v.Links) > fewLinks && len(d.late) == 0 {
		at, summed, err := v.summedDay(day)
		if err != nil || summed && at.last <= v.gone.Block {
			return nil, err
		}
	}
	if v.after.Day == day && v.after != (analytics.EventPlace{}) {
		d.bound = v.after.Place
	}
	if !v.Ascending {
		d.most = v.Limits.Chains
	}
	d.step = d.look
	return d, nil
}

// lateOn returns the links that have pending clicks on a day.
func (v *view) lateOn(day uint32) map[uint32]blocks {
	late := make(map[uint32]blocks)
	for pair, at := range v.late {
		if uint32(pair>>32) == day {
			late[uint32(pair)] = at
		}
	}
	return late
}

// choose chooses how to read the day, once its links are known or many.
func (d *dayReader) choose(v *view) (ended bool, err error) {
	if !d.sift(v) {
		return false, nil
	}
	known := d.member == len(v.Links)
	bounded := d.bound != (analytics.Place{})
	switch {
	case known && len(d.chains) == 0:
		return true, nil
	case d.scanned, known && (!bounded && !v.Ascending || d.rows <= v.limit):
		d.follow(v)
	case known && len(d.chains) == 1 && !v.Ascending:
		return false, d.resume(v)
	default:
		err = d.beginScan(v, known)
	}
	return false, err
}

// follow has the chains followed.
func (d *dayReader) follow(v *view) {
	if v.Ascending {
		d.beginUp()
		return
	}
	d.beginDown()
}

// sift drops the chains of links that are not wanted. It returns false if it has to be
// found out which those are.
func (d *dayReader) sift(v *view) bool {
	links := d.links()
	wanted, known := v.sifts(links)
	if known && len(wanted) < len(links) {
		d.chains = slices.DeleteFunc(d.chains, func(c chain) bool { return !v.Wanted[c.link] })
	}
	return known
}

// emit adds the events of a group to the page.
func (d *dayReader) emit(v *view, g *clicklog.ChainGroup) error {
	before := len(v.page)
	err := v.emit(g, func(rec *clicklog.Record, at analytics.Place) bool {
		return wire.DayOf(rec.Time) == d.day && v.isAhead(at, d.bound)
	})
	if n := len(v.page); n > before {
		d.emitted = v.page[n-1].Place
	}
	return err
}

// ends returns the first and the last block of all chains that are left in the log.
func (d *dayReader) ends(v *view) blocks {
	var all blocks
	for i := range d.chains {
		all = all.with(d.chains[i].blocks)
	}
	all.first = max(all.first, v.gone.Block+1)
	return all
}

// links returns the links of the chains, rising.
func (d *dayReader) links() []uint32 {
	links := make([]uint32, len(d.chains))
	for i := range d.chains {
		links[i] = d.chains[i].link
	}
	slices.Sort(links)
	return links
}
