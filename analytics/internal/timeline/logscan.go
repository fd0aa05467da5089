package timeline

import (
	"math"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// logScan is the part of the log that is left to be read.
type logScan struct {
	blocks // inclusive
	links  []uint32
	sift   bool   // whether some of the links may not be wanted
	window uint64 // blocks to read together
	budget int    // rows that it may read
}

const (
	// maxWindow is the most blocks that are read together.
	maxWindow = 64
	// windowRows is the number of rows above which fewer blocks are read together.
	windowRows = 32
	// scanMore is how many times more rows may be read than it costs to follow some of
	// the chains, if there are more.
	scanMore = 2
)

// beginScan has the log read. known says that all links of the day are known.
func (d *dayReader) beginScan(v *view, known bool) error {
	d.scan = logScan{blocks: d.ends(v), links: d.links(), window: 1, budget: d.rows}
	if !known {
		at, summed, err := v.summedDay(d.day)
		if err != nil {
			return err
		}
		if !summed {
			at = blocks{1, v.memory.Newest}
		}
		at = d.widen(at)
		at.first = max(at.first, v.gone.Block+1)
		d.scan = logScan{blocks: at, links: v.Links, sift: v.Wanted != nil, window: 1, budget: scanMore * d.rows}
	}
	if v.Ascending {
		d.scan.first = max(d.scan.first, d.bound.Block)
	} else if d.bound.Block > 0 {
		d.scan.last = min(d.scan.last, d.bound.Block)
	}
	d.scan.last = min(d.scan.last, v.memory.Newest) // later ones may have plans that are not known
	d.step = d.readLog
	return nil
}

// widen adds the blocks of pending clicks, which sums do not have.
func (d *dayReader) widen(at blocks) blocks {
	for _, late := range d.late {
		at = at.with(late)
	}
	for i := range d.chains {
		at = at.with(d.chains[i].blocks)
	}
	return at
}

// readLog reads the next blocks of the log.
func (d *dayReader) readLog(v *view) (ended bool, err error) {
	s := &d.scan
	if s.first > s.last {
		return true, nil
	}
	if s.budget <= 0 {
		d.endScan(v)
		return false, nil
	}
	at := s.next(v.Ascending)
	groups, rows, err := v.chain.Window(s.links, at.first, at.last, v.leaveOut)
	v.work += rows + 1
	if err != nil {
		return false, err
	}
	if s.sift {
		if _, known := v.sifts(linksOf(groups)); !known {
			return false, nil
		}
	}
	s.budget -= rows + 1
	s.move(at, rows, v.Ascending)
	return false, d.emitAll(v, groups)
}

// next returns the blocks to read next.
func (s *logScan) next(ascending bool) blocks {
	if ascending {
		return blocks{s.first, min(s.last, s.first+s.window-1)}
	}
	return blocks{max(s.first, s.last-min(s.last, s.window-1)), s.last}
}

// move moves behind blocks that were read.
func (s *logScan) move(at blocks, rows int, ascending bool) {
	if ascending {
		s.first = at.last + 1
	} else {
		s.last = at.first - 1
	}
	if rows > windowRows {
		s.window = max(s.window/2, 1)
	} else {
		s.window = min(s.window*2, maxWindow)
	}
}

// linksOf returns the links of groups.
func linksOf(groups []clicklog.ChainGroup) []uint32 {
	links := make([]uint32, len(groups))
	for i := range groups {
		links[i] = groups[i].Link
	}
	slices.Sort(links)
	return slices.Compact(links)
}

// emitAll adds the events of groups to the page.
func (d *dayReader) emitAll(v *view, groups []clicklog.ChainGroup) error {
	if !v.Ascending {
		slices.Reverse(groups)
	}
	for i := range groups {
		g := &groups[i]
		if v.removed(g.Link, g.Chunk.Block) || d.scan.sift && !v.Wanted[g.Link] {
			continue
		}
		if err := d.emit(v, g); err != nil {
			return err
		}
	}
	return nil
}

// endScan ends reading the log before the end of the day, so that the chains are followed
// from there.
func (d *dayReader) endScan(v *view) {
	d.scanned, d.most = true, 0
	if v.Ascending {
		d.bound = analytics.Place{Block: d.scan.first - 1, Position: math.MaxUint32}
	} else {
		d.bound = analytics.Place{Block: d.scan.last + 1}
	}
	d.step = d.look
}
