package tally

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// clicksPerPage is the number of clicks to count in one transaction, so that none
// is open for long.
const clicksPerPage = 1 << 15

// logWorker counts the clicks of some parts of the log, one part after the other.
type logWorker struct {
	scan  *logScan
	parts *logParts
	part  span   // what is left of the current one
	tally *Tally // of the clicks so far

	filter  clickFilter
	counter clickCounter
	group   columnGroup
}

func newLogWorker(l *logScan, parts *logParts) *logWorker {
	from, to := l.tally.calendar.bounds()
	w := &logWorker{scan: l, parts: parts, tally: l.tally.part(), filter: newClickFilter(l.filter, from, to)}
	w.counter.tally = w.tally
	return w
}

// run counts until no part is left.
func (w *logWorker) run(ctx context.Context) error {
	for {
		if more, err := w.more(); err != nil || !more {
			return err
		}
		err := w.scan.log.View(ctx, func(tx analytics.Tx) error {
			if err := w.tally.look(tx, w.scan.links); err != nil {
				return err
			}
			return w.page(tx)
		})
		if err != nil {
			return err
		}
	}
}

// more reports whether clicks are left. It takes the next part when one is done, and gives
// away its visitors, so that the workers together have hardly more of them than one would.
func (w *logWorker) more() (bool, error) {
	for w.part.done() {
		w.counter.forgetVisitors()
		if err := w.scan.take(w.tally); err != nil {
			return false, err
		}
		var ok bool
		if w.part, ok = w.parts.take(); !ok {
			return false, nil
		}
	}
	return true, nil
}

// page counts some clicks, newest first.
func (w *logWorker) page(tx analytics.Tx) error {
	walk := clicklog.NewLinkChain(tx, nil)
	walk.Scan(w.scan.tally.Words)
	defer walk.EndScan()
	for left := w.scan.tally.PageClicks; left > 0; {
		more, err := w.more()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		for _, g := range w.scan.tails[w.part.link] {
			walk.Plans.Know(g.Plan)
		}
		if left, err = w.blocks(walk, left); err != nil {
			return err
		}
	}
	return w.counter.labels.end(w.tally)
}

// blocks counts up to left clicks of the part, in whole blocks. It returns how many more
// may be counted in the same transaction.
func (w *logWorker) blocks(walk *clicklog.LinkChain, left int) (int, error) {
	s := &w.part
	if w.tally.erased.Void(s.link, s.last) {
		s.last = 0
	}
	for left > 0 && !s.done() {
		groups, back, err := walk.Groups(s.link, s.last)
		if err != nil {
			return 0, err
		}
		for i := range groups {
			if err := w.count(&groups[i]); err != nil {
				return 0, err
			}
			left -= int(groups[i].Count)
		}
		if len(groups) == 0 {
			if err := w.removed(walk.Tx); err != nil {
				return 0, err
			}
		}
		if back == 0 {
			back = s.last
		}
		s.last -= back
	}
	return left, nil
}

// removed notes that a block was removed after its place was looked up.
func (w *logWorker) removed(tx analytics.Tx) error {
	gone, err := clicklog.LoadRemoved(tx)
	if err != nil {
		return err
	}
	_, to := w.tally.calendar.bounds()
	w.tally.miss(wire.DayOf(max(min(gone.Latest, to-1), 0)))
	return nil
}

// count counts those clicks of a group that pass the filter.
func (w *logWorker) count(g *clicklog.ChainGroup) error {
	w.group.ChainGroup = g
	chosen, err := w.filter.choose(&w.group)
	if err != nil {
		return err
	}
	return w.counter.count(&w.group, chosen)
}
