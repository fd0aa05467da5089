package timeline

import (
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Memory is what the recorder has in memory at the time when a reader begins. Events of
// later blocks are left out, unless they are folded meanwhile.
type Memory struct {
	Pending []clicklog.PendingGroup // of the links of the query
	Newest  uint64                  // block of the log
	// Erased reports whether a link's clicks of a block were erased since the reader
	// began.
	Erased func(link uint32, block uint64) bool
}

// view is a view of the store in which events are read.
type view struct {
	*Reader
	tx     analytics.Tx
	chain  *clicklog.LinkChain
	erased clicklog.Erasures
	gone   clicklog.Removed
	closed rollup.Closed

	limit int
	page  []Event
	work  int // rows read
}

// blocks are the first and the last of some blocks, 0 for none.
type blocks struct{ first, last uint64 }

// with returns the blocks of both.
func (b blocks) with(other blocks) blocks {
	if b.last == 0 {
		return other
	}
	return blocks{min(b.first, other.first), max(b.last, other.last)}
}

// begin begins a view.
func (r *Reader) begin(tx analytics.Tx, limit int) (v *view, err error) {
	v = &view{Reader: r, tx: tx, limit: limit, chain: clicklog.NewLinkChain(tx, nil)}
	v.chain.Plans.Unstored = r.plans
	if v.erased, err = clicklog.LoadErasures(tx); err != nil {
		return nil, err
	}
	if v.gone, err = clicklog.LoadRemoved(tx); err != nil {
		return nil, err
	}
	v.closed, err = rollup.LoadClosed(tx)
	return v, err
}

// isFull reports whether the view should end.
func (v *view) isFull() bool { return len(v.page) >= v.limit || v.work >= v.Limits.Work }

// groups returns the groups of a link in a block, and the block before it that has
// clicks of the link, or 0. There are none if the link's clicks there were removed.
func (v *view) groups(link uint32, block uint64) (groups []clicklog.ChainGroup, before uint64, err error) {
	v.work++
	if v.removed(link, block) {
		return nil, 0, nil
	}
	groups, back, err := v.chain.Groups(link, block)
	if err != nil && v.memory.Erased(link, block) {
		return nil, 0, nil
	}
	if back > 0 {
		before = block - back
	}
	return groups, before, err
}

// removed reports whether a link's clicks of a block were removed by retention or erased.
// Their rows may still be there.
func (v *view) removed(link uint32, block uint64) bool {
	return block <= v.gone.Block || v.erased.Void(link, block)
}

// emit adds those events of a group to the page that pass, in the order of the query.
func (v *view) emit(g *clicklog.ChainGroup, passes func(*clicklog.Record, analytics.Place) bool) (err error) {
	start := len(v.page)
	v.page, err = g.Select(v.page, v.Lane, func(rec *clicklog.Record, at analytics.Place) bool {
		return v.selects(rec) && passes(rec, at)
	}, func(err error) error { return v.leaveOut(fmt.Errorf("log block %d: %w", g.Chunk.Block, err)) })
	if !v.Ascending {
		slices.Reverse(v.page[start:])
	}
	return err
}

// summedDay returns the blocks with clicks of the workspace on a day, if there is a sum of
// the day. They are 0 if there are none.
func (v *view) summedDay(day uint32) (at blocks, summed bool, err error) {
	k := wire.SumKey{Kind: wire.SumDay, Number: v.Workspace, Index: day}
	if v.Workspace == 0 || !v.closed.HasDay(v.Workspace, day) {
		return at, false, nil
	}
	value, err := v.tx.Get(analytics.TableSums, k.Bytes())
	v.work++
	if err != nil {
		return at, false, err
	}
	if value == nil {
		open, err := rollup.IsOpen(v.tx, k)
		return at, !open, err
	}
	var span rollup.Span
	err = wire.InRow(span.Read(value), analytics.TableSums, k.Bytes())
	return blocks{span.First, span.Last}, true, err
}
