package recorder

import (
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// laneLoader reads the end of a lane's log, the newest block of every link, and the
// pending clicks. What is damaged it derives from other rows, or leaves out.
type laneLoader struct {
	*lane
	tx          analytics.Tx
	salvage     *salvage
	block       uint64         // the newest in tx
	marks       clicklog.Marks // as of tx, or of the one before while tx is read
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
	l.lane.marks = l.marks
	l.generations = make(map[uint32]*clicklog.Words)
	if l.rewrites, err = clicklog.LoadRewrites(l.tx); err != nil && !wire.IsDamage(err) {
		return err
	}
	return l.replay(l.marks.Lowest())
}

// catchUp reads what is new. It returns false if everything has to be loaded anew.
func (l *laneLoader) catchUp(tx analytics.Tx) (current bool, err error) {
	l.tx = tx
	rewrites, err := clicklog.LoadRewrites(tx)
	if err != nil || rewrites != l.rewrites {
		return false, unlessDamage(err)
	}
	end, err := clicklog.LoadPosition(tx)
	if err != nil {
		return false, unlessDamage(err)
	}
	marks, err := clicklog.LoadMarks(tx)
	if err != nil {
		return false, unlessDamage(err)
	}
	behind := l.block
	if end.Block == behind && marks == l.marks {
		return true, nil
	}
	l.block = max(behind, end.Block)
	clear(l.erased) // they are not of later blocks
	if err := errors.Join(l.moreWords(), l.replay(behind)); err != nil {
		return false, err
	}
	l.dropFolded(&marks) // after their heads and workspaces are known
	l.marks = marks
	return true, nil
}

// moreWords reads new words of the generations that are known.
func (l *laneLoader) moreWords() error {
	for _, words := range l.generations {
		if err := words.LoadMore(l.tx, func(error) {}); err != nil {
			return err
		}
	}
	return nil
}

// unlessDamage returns an error that is not about damage.
func unlessDamage(err error) error {
	if wire.IsDamage(err) {
		return nil
	}
	return err
}
