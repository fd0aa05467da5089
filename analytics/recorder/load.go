package recorder

import (
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// load reads the recorder's lane, and what else it needs to write to the lane.
func (r *Recorder) load(v analytics.View) (err error) {
	tx := v.Lane(r.log.Lane)
	r.salvage = salvage{logger: r.opts.Logger}
	l := laneLoader{lane: r.lane, tx: tx, salvage: &r.salvage}
	if err := l.load(); err != nil {
		return err
	}
	if err := errors.Join(r.findLanes(v), r.checkRewrites(tx), r.checkSums(tx), r.checkPacked(tx), r.loadKey(v.Shared())); err != nil {
		return err
	}
	r.choosePeriod(&l.end)
	if r.builder.words, err = l.wordsOf(l.end.Generation); err != nil {
		return err
	}
	blanking, err := r.loadBlanking(tx)
	r.unfinished = len(l.erased) > 0 || blanking || l.gone.Block > 0
	return err
}

// choosePeriod applies the key period of the options: from the beginning if the log
// is empty, else from the day after the newest block, so that no day has two keys. A
// choice without clicks on a later day has no effect on the next one.
func (r *Recorder) choosePeriod(end *clicklog.Position) {
	from := uint32(0)
	if end.Block > 0 {
		from = end.Generation + 1
	}
	r.periods = r.periods.Change(from, uint32(r.opts.KeyDays))
	r.builder.periods = r.periods
}
