package recorder

import (
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// laneLoader reads the end of a lane's log, the newest block of every link, and the
// pending clicks. What is damaged it derives from other rows, or leaves out.
type laneLoader struct {
	*lane
	tx          analytics.Tx
	salvage     *salvage
	end         clicklog.Position
	gone        clicklog.Removed
	erased      clicklog.Erasures
	generations map[uint32]*clicklog.Words // of pending clicks
}

// load reads everything. Nobody else must know the lane yet.
func (l *laneLoader) load() (err error) {
	if err := checkFormat(l.tx); err != nil {
		return err
	}
	if l.end, l.gone, err = l.loadMeta(); err != nil {
		return err
	}
	l.block = max(l.end.Block, l.gone.Block)
	if err := l.loadErasures(); err != nil {
		return err
	}
	if err := errors.Join(l.loadMarks(), l.loadHeads()); err != nil {
		return err
	}
	for _, m := range l.marks {
		l.block = max(l.block, m.Target) // more than the log has if its end was removed
	}
	l.generations = make(map[uint32]*clicklog.Words)
	return l.replay(l.marks.Lowest())
}
