package recount

import (
	"bytes"
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// recountLimit bounds the memory of the rollups of one window, in bytes.
const recountLimit = 32 << 20

// Recount builds the rollups of a scope again from the log. It reads the log in
// order, in several views, and keeps the rollups of one window of pairs, days
// first, at a time. Usually that is all of them, and the log is read once; when
// they are too large, the window is made smaller, and the next one reads those
// blocks alone that have clicks of its days.
//
// A window is complete in the view that reads the end of the log. There, the
// rollups hold each link's clicks up to the mark of its slice, which are those
// that the stored rollups should have.
type Recount struct {
	AuditScope
	log   wire.LaneReader
	Limit int
	gone  clicklog.Removed

	// from and to bound the pairs of the window; first and last its blocks,
	// among those up to end, which are known from the window before.
	from, to    uint64
	firstBlock  uint64
	lastBlock   uint64
	end         uint64
	days        map[uint32]*loggedDay
	rollups     map[uint64]*rollup.Rollup
	size        int
	Marks       clicklog.Marks
	Chains      chainCheck
	lost        map[uint32]rollup.Cells
	Doubts      doubts
	lostDoubt   bool // lost clicks could not all be read
	found       func(analytics.Finding)
	Settle      func() error // called before what is not folded is read; may be nil
	reached     bool         // that place, in this pass
	words       clicklog.WordLoader
	plans       clicklog.PlanLoader
	beforeBlock uint64 // of the row before
	beforeLink  uint32
	record      clicklog.Record
	labels      rollup.ClickValues
}

// loggedDay is what the log has of a day.
type loggedDay struct {
	first, last uint64 // blocks
	clicks      uint64
}

// NewRecount begins a recount. found is told of what is wrong with the log.
func NewRecount(ctx context.Context, log wire.LaneReader, s AuditScope, found func(analytics.Finding)) (*Recount, error) {
	c := &Recount{
		AuditScope: s, log: log, Limit: recountLimit, found: found,
		from: wire.PairOf(s.First, 0), to: wire.PairOf(s.After, 0),
		days: make(map[uint32]*loggedDay), lost: make(map[uint32]rollup.Cells), rollups: make(map[uint64]*rollup.Rollup),
	}
	err := log.View(ctx, func(tx analytics.Tx) (err error) {
		c.gone, err = clicklog.LoadRemoved(tx)
		return err
	})
	c.Chains.gone = c.gone.Block
	return c, err
}

// Run counts one window after the other. finish is called for each in the view
// that completed it, written after that view was left.
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

// complete ends a window in the view that has read all of it.
func (c *Recount) complete(tx analytics.Tx, finish func(analytics.Tx) error) error {
	newest, err := clicklog.LoadPosition(tx)
	if err != nil {
		return err
	}
	c.end = newest.Block
	return finish(tx)
}

// view reads rows of the log from next on and returns where to go on; nil when
// the log has ended. Beyond the blocks that everything is folded of it does not
// stop: what is counted there is compared in the same view.
func (c *Recount) view(tx analytics.Tx, next []byte) ([]byte, error) {
	var err error
	if c.Marks, err = clicklog.LoadMarks(tx); err != nil {
		return nil, err
	}
	c.words, c.plans = clicklog.WordLoader{Tx: tx}, clicklog.PlanLoader{Tx: tx}
	c.beforeBlock = 0
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
	if !c.reached {
		c.reached = true
		if c.beforeBlock > 0 {
			next = wire.LogKey(c.beforeBlock+1, 0, 0)
		}
		return next, nil
	}
	return nil, nil
}
