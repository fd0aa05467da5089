package analytics

import (
	"bytes"
	"context"
)

// recountLimit bounds the memory of the rollups of one window, in bytes.
const recountLimit = 32 << 20

// recount builds the rollups of a scope again from the log. It reads the log in
// order, in several views, and keeps the rollups of one window of pairs, days
// first, at a time. Usually that is all of them, and the log is read once; when
// they are too large, the window is made smaller, and the next one reads those
// blocks alone that have clicks of its days.
//
// A window is complete in the view that reads the end of the log. There, the
// rollups hold each link's clicks up to the mark of its slice, which are those
// that the stored rollups should have.
type recount struct {
	scope
	log   laneReader
	limit int
	gone  removed

	// from and to bound the pairs of the window; first and last its blocks,
	// among those up to end, which are known from the window before.
	from, to    uint64
	firstBlock  uint64
	lastBlock   uint64
	end         uint64
	days        map[uint32]*loggedDay
	rollups     map[uint64]*rollup
	size        int
	marks       marks
	chains      chains
	lost        map[uint32]cells
	doubts      doubts
	lostDoubt   bool // lost clicks could not all be read
	found       func(Finding)
	settle      func() error // called before what is not folded is read; may be nil
	reached     bool         // that place, in this pass
	words       wordLoader
	plans       planLoader
	beforeBlock uint64 // of the row before
	beforeLink  uint32
	record      record
	labels      labels
}

// loggedDay is what the log has of a day.
type loggedDay struct {
	first, last uint64 // blocks
	clicks      uint64
}

// newRecount begins a recount. found is told of what is wrong with the log.
func newRecount(ctx context.Context, log laneReader, s scope, found func(Finding)) (*recount, error) {
	c := &recount{
		scope: s, log: log, limit: recountLimit, found: found,
		from: pairOf(s.first, 0), to: pairOf(s.after, 0),
		days: make(map[uint32]*loggedDay), lost: make(map[uint32]cells), rollups: make(map[uint64]*rollup),
	}
	err := log.view(ctx, func(tx Tx) (err error) {
		c.gone, err = loadRemoved(tx)
		return err
	})
	c.chains.gone = c.gone.block
	return c, err
}

// run counts one window after the other. finish is called for each in the view
// that completed it, written after that view was left.
func (c *recount) run(ctx context.Context, finish func(Tx) error, written func() error) error {
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
func (c *recount) pass(ctx context.Context, finish func(Tx) error) error {
	next := logKey(max(c.firstBlock, c.gone.block+1), 0, 0)
	c.reached = c.settle == nil
	for done := false; !done; {
		before := c.reached
		err := c.log.view(ctx, func(tx Tx) (err error) {
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
			if err := c.settle(); err != nil {
				return err
			}
		}
	}
	return nil
}

// complete ends a window in the view that has read all of it.
func (c *recount) complete(tx Tx, finish func(Tx) error) error {
	newest, err := loadPosition(tx)
	if err != nil {
		return err
	}
	c.end = newest.block
	return finish(tx)
}

// view reads rows of the log from next on and returns where to go on; nil when
// the log has ended. Beyond the blocks that everything is folded of it does not
// stop: what is counted there is compared in the same view.
func (c *recount) view(tx Tx, next []byte) ([]byte, error) {
	var err error
	if c.marks, err = loadMarks(tx); err != nil {
		return nil, err
	}
	c.words, c.plans = wordLoader{tx: tx}, planLoader{tx: tx}
	c.beforeBlock = 0
	folded, rows := c.marks.lowest(), 0
	for row, err := range tx.Scan(TableLog, next, nil) {
		if err != nil {
			return nil, err
		}
		block, link, err := splitLogKey(row.Key)
		if err != nil {
			c.damaged(inRow(err, TableLog, row.Key))
			continue
		}
		if c.lastBlock < block && block <= c.end {
			return logKey(c.end+1, 0, 0), nil
		}
		if rows++; block > folded && !c.reached || block <= folded && rows > scanRows {
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
			next = logKey(c.beforeBlock+1, 0, 0)
		}
		return next, nil
	}
	return nil, nil
}
