package analytics

import (
	"bytes"
	"context"
	"slices"
)

// logReader reads clicks in the order of the log, a page at a time, so that no
// transaction stays open while somebody looks at them.
type logReader struct {
	lane     Lane
	links    []uint32 // rising; nil for all
	from, to int64    // milliseconds, to exclusive
	begin    place    // what comes before it is left out
	last     uint64   // the block to read up to
	unstored [numSlices][]*Plan
	erased   erasures

	at    logState
	words wordLoader
	plans planLoader
}

// place is a place in the log: before the record with a position in a block.
type place struct {
	block    uint64
	position uint32
}

// before reports whether p comes before q.
func (p place) before(q place) bool {
	return p.block < q.block || p.block == q.block && p.position < q.position
}

// logState is how far a reader is.
type logState struct {
	key     []byte // of the row to go on with
	block   uint64 // of the row before it
	low     uint32 // what no link of the next row of the block is below
	expect  uint64 // the block that comes next, or a later one; 0 for any
	removed uint64 // blocks that were expected and are gone, since the last click
	skipped uint64 // clicks out of the range, since the last click
}

// logClick is a click, where the log goes on behind it, and what is missing
// before it.
type logClick struct {
	Click
	next             place
	removed, skipped uint64
}

const (
	// rowsPerView bounds the rows that are looked at in one transaction.
	rowsPerView = 512
	// maxLoaded is the number of words, and of plans, that a reader remembers.
	maxLoaded = 4096
)

// newLogReader returns a reader of the log of a lane from a place on.
func newLogReader(lane Lane, begin place, links []uint32) *logReader {
	if links != nil {
		links = slices.Clone(links)
		slices.Sort(links)
		links = slices.Compact(links)
	}
	l := &logReader{lane: lane, links: links, to: maxTime + 1, begin: begin, at: logState{key: logKey(begin.block, 0, 0), expect: begin.block}}
	if begin.position > 0 {
		l.at.expect++
	}
	return l
}

// next reads the clicks of the next rows. more says whether there are others.
func (l *logReader) next(ctx context.Context, log laneReader) (page []logClick, more bool, err error) {
	var at logState
	err = log.view(ctx, func(tx Tx) (err error) {
		l.prepare(tx)
		at = l.at
		at.key = slices.Clone(l.at.key)
		page, more, err = l.page(tx, &at)
		return err
	})
	if err == nil {
		l.at = at
	}
	return page, more, err
}

// prepare makes a transaction the one that words and plans are read in.
func (l *logReader) prepare(tx Tx) {
	if len(l.words.words) > maxLoaded {
		clear(l.words.words)
	}
	if len(l.plans.plans) > maxLoaded {
		clear(l.plans.plans)
	}
	l.words.tx, l.plans.tx = tx, tx
}

// page reads whole rows until it has enough, and moves at behind them.
func (l *logReader) page(tx Tx, at *logState) (page []logClick, more bool, err error) {
	gone, err := loadRemoved(tx)
	if err != nil {
		return nil, false, err
	}
	if l.erased, err = loadErasures(tx); err != nil {
		return nil, false, err
	}
	if front := logKey(gone.block+1, 0, 0); bytes.Compare(at.key, front) < 0 {
		at.key = front
	}
	rows := 0
	for row, err := range tx.Scan(TableLog, slices.Clone(at.key), logKey(l.last+1, 0, 0)) {
		if err != nil {
			return nil, false, err
		}
		if len(page) >= clicksPerView || rows == rowsPerView {
			return page, true, nil
		}
		rows++
		if page, err = l.row(page, at, row); err != nil {
			return nil, false, inRow(err, TableLog, row.Key)
		}
	}
	return page, false, nil
}

// row appends the clicks of a row and moves at behind it.
func (l *logReader) row(page []logClick, at *logState, row Row) ([]logClick, error) {
	block, link, err := splitLogKey(row.Key)
	if err != nil {
		return nil, err
	}
	if block != at.block {
		if at.expect != 0 && block > at.expect {
			at.removed += block - at.expect
		}
		at.block, at.low, at.expect = block, 0, block+1
	}
	if link != noLink && l.wants(at.low, link) {
		chunk, err := chunkOf(row)
		if err != nil {
			return nil, err
		}
		if page, err = l.chunk(page, at, chunk); err != nil {
			return nil, err
		}
	}
	at.low = link
	at.key = append(append(at.key[:0], row.Key...), 0)
	return page, nil
}

// wants reports whether one of the links from low to high is to be read.
func (l *logReader) wants(low, high uint32) bool {
	if l.links == nil {
		return true
	}
	i, _ := slices.BinarySearch(l.links, low)
	return i < len(l.links) && l.links[i] <= high
}

// chunk appends the clicks of a chunk.
func (l *logReader) chunk(page []logClick, at *logState, c *chunk) ([]logClick, error) {
	c.loader, c.reader = &l.words, l
	for g, err := range c.all() {
		if err != nil {
			return nil, err
		}
		if !l.wants(g.link, g.link) || l.erased.void(g.link, c.block) ||
			c.block == l.begin.block && g.position+g.count <= l.begin.position {
			continue
		}
		plan, err := l.plan(c, &g)
		if err != nil {
			return nil, err
		}
		if page, err = l.group(page, at, &chainGroup{group: g, chunk: c, plan: plan}); err != nil {
			return nil, err
		}
	}
	return page, nil
}

// group appends the clicks of a group that are in the range.
func (l *logReader) group(page []logClick, at *logState, g *chainGroup) ([]logClick, error) {
	records := g.chunk.records(g.start, g.end)
	var rec record
	for position := g.position; records.next(&rec); position++ {
		if g.chunk.block == l.begin.block && position < l.begin.position {
			continue
		}
		if rec.time < l.from || rec.time >= l.to {
			at.skipped++
			continue
		}
		click, err := g.click(&rec)
		if err != nil {
			return nil, err
		}
		click.ID = clickID(&rec, l.lane, place{g.chunk.block, position})
		page = append(page, logClick{click, place{block: g.chunk.block, position: position + 1}, at.removed, at.skipped})
		at.removed, at.skipped = 0, 0
	}
	return page, records.end()
}

// plan returns the plan of a group: one that was read before, one that only the
// log has yet, or a stored one.
func (l *logReader) plan(c *chunk, g *group) (*Plan, error) {
	if l.plans.plans[planKey(g.link, g.revision)] == nil {
		for _, p := range l.unstored[sliceOf(g.link)] {
			if p.Link == g.link && p.Revision == g.revision {
				l.plans.know(p)
				break
			}
		}
	}
	return l.plans.planOf(c, g)
}
