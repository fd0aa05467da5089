package recount

import (
	"bytes"
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// recountLimit is the memory for the rollups of one window, in bytes.
const recountLimit = 32 << 20

// Recount builds the rollups of a scope again from the log. It reads the log in
// order, in several views. It keeps the rollups of one window at a time, which is a
// range of pairs of day and link. Usually one window has all rollups, and the log is
// read once. If the rollups are too large, the window is made smaller. Later windows
// read only the blocks that have clicks of their days.
//
// A window is complete in the view that reads the end of the log. There, its rollups
// have each link's clicks up to the mark of its slice, as the stored rollups should.
type Recount struct {
	AuditScope
	log   wire.LaneReader
	Limit int // memory for the rollups of one window, in bytes
	gone  clicklog.Removed

	// from and to are the pairs of the window, to exclusive. firstBlock and
	// lastBlock are its blocks among those up to end, which earlier windows
	// have read.
	from, to    uint64
	firstBlock  uint64
	lastBlock   uint64
	end         uint64
	days        map[uint32]*loggedDay
	rollups     map[uint64]*rollup.Rollup
	size        int
	Marks       clicklog.Marks // as of the newest view
	Chains      chainCheck     // of all links
	lost        map[uint32]rollup.Cells
	Doubts      doubts // links that could not be recounted completely
	lostDoubt   bool   // some lost clicks could not be read
	found       func(analytics.Finding)
	Settle      func() error // called before pending clicks are read; may be nil
	reached     bool         // whether this pass has reached pending clicks
	words       clicklog.WordLoader
	plans       clicklog.PlanLoader
	beforeBlock uint64 // of the previous row
	beforeLink  uint32
	record      clicklog.Record
	labels      rollup.ClickValues
	indexes     *indexCheck
}

// loggedDay has the clicks of a day in the log.
type loggedDay struct {
	first, last uint64 // blocks
	clicks      uint64
}

// NewRecount returns a recount. found is called for damage in the log.
func NewRecount(ctx context.Context, log wire.LaneReader, s AuditScope, found func(analytics.Finding)) (*Recount, error) {
	c := &Recount{
		AuditScope: s, log: log, Limit: recountLimit, found: found,
		from: wire.PairOf(s.First, 0), to: wire.PairOf(s.After, 0),
		days: make(map[uint32]*loggedDay), lost: make(map[uint32]rollup.Cells), rollups: make(map[uint64]*rollup.Rollup),
	}
	err := log.View(ctx, func(tx analytics.Tx) (err error) {
		if c.gone, err = clicklog.LoadRemoved(tx); err != nil {
			return err
		}
		c.indexes, err = newIndexCheck(tx, c.gone.Block)
		return err
	})
	c.Chains.gone = c.gone.Block
	return c, err
}

// Run recounts window by window. For each, it calls finish in the view that completed
// the window, and written after the view.
func (c *Recount) Run(ctx context.Context, finish func(analytics.Tx) error, written func() error) error {
	for {
		if err := c.pass(ctx, finish); err != nil {
			return err
		}
		if err := written(); err != nil {
			return err
		}
		if !c.advance() {
			return nil
		}
	}
}

// pass reads the log for one window.
func (c *Recount) pass(ctx context.Context, finish func(analytics.Tx) error) error {
	next := wire.LogKey(max(c.firstBlock, c.gone.Block+1), 0, 0)
	c.reached = c.Settle == nil
	for done := false; !done; {
		before := c.reached
		err := c.log.View(ctx, func(tx analytics.Tx) (err error) {
			if next, err = c.view(tx, next); err != nil || next != nil {
				return err
			}
			done = true
			return c.complete(tx, finish)
		})
		if err != nil {
			return err
		}
		if c.reached && !before {
			if err := c.Settle(); err != nil {
				return err
			}
		}
	}
	return nil
}

// complete ends a window in the view that has read the end of the log.
func (c *Recount) complete(tx analytics.Tx, finish func(analytics.Tx) error) error {
	newest, err := clicklog.LoadPosition(tx)
	if err != nil {
		return err
	}
	c.end = newest.Block
	return finish(tx)
}

// view reads rows of the log from next on. It returns the next key to read, nil at
// the end. It reads all blocks with pending clicks in one view, because the window
// is compared in the view that reads the end.
func (c *Recount) view(tx analytics.Tx, next []byte) ([]byte, error) {
	if err := c.beginView(tx); err != nil {
		return nil, err
	}
	folded, rows := c.Marks.Lowest(), 0
	for row, err := range tx.Scan(analytics.TableLog, next, nil) {
		if err != nil {
			return nil, err
		}
		block, link, err := wire.SplitLogKey(row.Key)
		if err != nil {
			c.damaged(wire.InRow(err, analytics.TableLog, row.Key))
			continue
		}
		if c.lastBlock < block && block <= c.end {
			return wire.LogKey(c.end+1, 0, 0), nil
		}
		if rows++; block > folded && !c.reached || block <= folded && rows > clicklog.ScanRows {
			c.reached = c.reached || block > folded
			return bytes.Clone(row.Key), nil
		}
		if err := c.row(row, block, link); err != nil {
			return nil, err
		}
		c.beforeBlock, c.beforeLink = block, link
	}
	return c.afterLast(next), nil
}

// beginView begins to read in a view.
func (c *Recount) beginView(tx analytics.Tx) (err error) {
	c.words, c.plans = clicklog.WordLoader{Tx: tx}, clicklog.PlanLoader{Tx: tx}
	c.beforeBlock = 0
	c.Marks, err = clicklog.LoadMarks(tx)
	return err
}

// afterLast returns the key to read next after the last row of the log, in a view that has
// read from next on: nil at the end.
func (c *Recount) afterLast(next []byte) []byte {
	switch {
	case c.reached:
		return nil
	case c.beforeBlock > 0:
		next = wire.LogKey(c.beforeBlock+1, 0, 0)
	}
	c.reached = true
	return next
}
