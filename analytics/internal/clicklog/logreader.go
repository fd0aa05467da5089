package clicklog

import (
	"bytes"
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// LogReader reads clicks in the order of the log, a page at a time, so that no
// transaction is open while the caller uses them.
type LogReader struct {
	Lane     analytics.Lane               // whose log is read
	Links    []uint32                     // rising; nil for all
	From, To int64                        // milliseconds, To exclusive
	Begin    analytics.Place              // earlier clicks are left out
	Last     uint64                       // the block to read up to
	Unstored [NumSlices][]*analytics.Plan // plans that only the log has
	erased   Erasures

	At    LogState // where the next page begins
	words WordLoader
	plans PlanLoader
	page  []LogClick // memory of the page
}

// LogState is the state of a reader between two pages.
type LogState struct {
	Key     []byte // of the next row
	block   uint64 // of the row before it
	low     uint32 // lower bound of the links in the next row of the block
	expect  uint64 // the next block, or a later one if blocks were removed; 0 for any
	removed uint64 // removed blocks since the last click
	skipped uint64 // clicks out of the range since the last click
}

// LogClick is a click in the log.
type LogClick struct {
	analytics.Click
	Plan             *analytics.Plan // of the click
	Next             analytics.Place // behind the click
	Removed, Skipped uint64          // removed blocks and skipped clicks before it
}

const (
	// RowsPerView is the number of rows to read in one transaction.
	RowsPerView = 512
	// maxLoaded is the number of words, and of plans, that a reader keeps.
	maxLoaded = 4096
)

// NewLogReader returns a reader of a lane's log from a place on. nil links means
// all links.
func NewLogReader(lane analytics.Lane, begin analytics.Place, links []uint32) *LogReader {
	if links != nil {
		links = slices.Clone(links)
		slices.Sort(links)
		links = slices.Compact(links)
	}
	l := &LogReader{Lane: lane, Links: links, To: wire.MaxTime + 1, Begin: begin, At: LogState{Key: wire.LogKey(begin.Block, 0, 0), expect: begin.Block}}
	if begin.Position > 0 {
		l.At.expect++
	}
	return l
}

// Next reads the clicks of the next rows. The page is valid until the next call. more
// reports whether rows are left.
func (l *LogReader) Next(ctx context.Context, log wire.LaneReader) (page []LogClick, more bool, err error) {
	var at LogState
	err = log.View(ctx, func(tx analytics.Tx) (err error) {
		l.prepare(tx)
		at = l.At
		at.Key = slices.Clone(l.At.Key)
		page, more, err = l.read(tx, &at)
		return err
	})
	if err == nil {
		l.At, l.page = at, page
	}
	return page, more, err
}

// prepare has words and plans read in a transaction.
func (l *LogReader) prepare(tx analytics.Tx) {
	if len(l.words.words) > maxLoaded {
		clear(l.words.words)
	}
	if len(l.plans.plans) > maxLoaded {
		clear(l.plans.plans)
	}
	l.words.Tx, l.plans.Tx = tx, tx
}

// read reads whole rows until it has enough clicks, and moves at behind them.
func (l *LogReader) read(tx analytics.Tx, at *LogState) (page []LogClick, more bool, err error) {
	gone, err := LoadRemoved(tx)
	if err != nil {
		return nil, false, err
	}
	if l.erased, err = LoadErasures(tx); err != nil {
		return nil, false, err
	}
	if front := wire.LogKey(gone.Block+1, 0, 0); bytes.Compare(at.Key, front) < 0 {
		at.Key = front
	}
	page = l.page[:0]
	rows := 0
	for row, err := range tx.Scan(analytics.TableLog, slices.Clone(at.Key), wire.LogKey(l.Last+1, 0, 0)) {
		if err != nil {
			return nil, false, err
		}
		if len(page) >= clicksPerView || rows == RowsPerView {
			return page, true, nil
		}
		rows++
		if page, err = l.row(page, at, row); err != nil {
			return nil, false, wire.InRow(err, analytics.TableLog, row.Key)
		}
	}
	return page, false, nil
}

// row appends the clicks of a row and moves at behind it.
func (l *LogReader) row(page []LogClick, at *LogState, row analytics.Row) ([]LogClick, error) {
	block, link, err := wire.SplitLogKey(row.Key)
	if err != nil {
		return nil, err
	}
	if block != at.block {
		if at.expect != 0 && block > at.expect {
			at.removed += block - at.expect
		}
		at.block, at.low, at.expect = block, 0, block+1
	}
	if link != wire.NoLink && l.Wants(at.low, link) {
		chunk, err := ChunkOf(row)
		if err != nil {
			return nil, err
		}
		if page, err = l.chunk(page, at, chunk); err != nil {
			return nil, err
		}
	}
	at.low = link
	at.Key = append(append(at.Key[:0], row.Key...), 0)
	return page, nil
}

// Wants reports whether the reader reads any link from low to high.
func (l *LogReader) Wants(low, high uint32) bool {
	if l.Links == nil {
		return true
	}
	i, _ := slices.BinarySearch(l.Links, low)
	return i < len(l.Links) && l.Links[i] <= high
}

// chunk appends the clicks of a chunk.
func (l *LogReader) chunk(page []LogClick, at *LogState, c *Chunk) ([]LogClick, error) {
	c.Loader, c.Reader = &l.words, l
	for g, err := range c.All() {
		if err != nil {
			return nil, err
		}
		if !l.Wants(g.Link, g.Link) || l.erased.Void(g.Link, c.Block) ||
			c.Block == l.Begin.Block && g.Position+g.Count <= l.Begin.Position {
			continue
		}
		plan, err := l.plan(c, &g)
		if err != nil {
			return nil, err
		}
		if page, err = l.group(page, at, &ChainGroup{Group: g, Chunk: c, Plan: plan}); err != nil {
			return nil, err
		}
	}
	return page, nil
}

// group appends those clicks of a group that are in the range.
func (l *LogReader) group(page []LogClick, at *LogState, g *ChainGroup) ([]LogClick, error) {
	records := g.Chunk.Records(g.Start, g.End)
	var rec Record
	for position := g.Position; records.Next(&rec); position++ {
		if g.Chunk.Block == l.Begin.Block && position < l.Begin.Position {
			continue
		}
		if rec.Time < l.From || rec.Time >= l.To {
			at.skipped++
			continue
		}
		click, err := g.click(&rec, l.Lane, position)
		if err != nil {
			return nil, err
		}
		page = append(page, LogClick{click, g.Plan, analytics.Place{Block: g.Chunk.Block, Position: position + 1}, at.removed, at.skipped})
		at.removed, at.skipped = 0, 0
	}
	return page, records.End()
}

// plan returns the plan of a group: from memory, from those that only the log has, or
// from the store.
func (l *LogReader) plan(c *Chunk, g *Group) (*analytics.Plan, error) {
	if l.plans.plans[PlanKey(g.Link, g.Revision)] == nil {
		for _, p := range l.Unstored[SliceOf(g.Link)] {
			if p.Link == g.Link && p.Revision == g.Revision {
				l.plans.Know(p)
				break
			}
		}
	}
	return l.plans.PlanOf(c, g)
}
