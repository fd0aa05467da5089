package recorder

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// laneLogs reads the logs of lanes block by block. Whatever block comes next in a lane
// comes before those of others if its first click does.
type laneLogs struct {
	recorder *Recorder
	all      []*laneLog
	maxAge   time.Duration // older clicks are counted and not read; 0 for no limit
	current  *laneLog      // whose block is being read; nil at the beginning
	block    uint64        // that is being read
}

// laneLog reads the log of a lane.
type laneLog struct {
	lane   *lane
	reader *clicklog.LogReader
	page   []clicklog.LogClick // read and not taken
	more   bool                // whether there may be clicks to read
}

// next returns the log that has the next click, or nil if all were read.
func (l *laneLogs) next(ctx context.Context) (*laneLog, error) {
	left := 0
	for _, log := range l.all {
		if err := l.read(ctx, log); err != nil {
			return nil, l.recorder.inLane(log.lane, err)
		}
		if len(log.page) > 0 {
			left++
		}
	}
	if left == 0 {
		return nil, nil //nolint:nilnil // the end is no error
	}
	if c := l.current; c == nil || len(c.page) == 0 || c.page[0].Next.Block != l.block {
		l.current = oldest(l.all)
		l.block = l.current.page[0].Next.Block
	}
	return l.current, nil
}

// oldest returns the log whose next click is the oldest.
func oldest(logs []*laneLog) (first *laneLog) {
	for _, log := range logs {
		if len(log.page) > 0 && (first == nil || log.page[0].Time.Before(first.page[0].Time)) {
			first = log
		}
	}
	return first
}

// read reads some clicks of a log, unless some are left.
func (l *laneLogs) read(ctx context.Context, log *laneLog) (err error) {
	for err == nil && len(log.page) == 0 && log.more {
		if l.maxAge > 0 {
			log.reader.From = l.recorder.opts.Clock().Add(-l.maxAge).UnixMilli()
		}
		log.lane.refresh(log.reader)
		log.page, log.more, err = log.reader.Next(ctx, log.lane.rows())
	}
	return err
}

// raise has everything read that is in the log by now.
func (l *laneLog) raise() {
	if last := l.lane.refresh(l.reader); last > l.reader.Last {
		l.reader.Last, l.more = last, true
	}
}

// take takes the next click of the log. It is valid until the next one is asked for.
func (l *laneLog) take() *clicklog.LogClick {
	c := &l.page[0]
	l.page = l.page[1:]
	return c
}

// refresh gives a reader the plans that only the log has. It returns the newest block
// that can be read with them.
func (l *lane) refresh(reader *clicklog.LogReader) (newest uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	reader.Unstored = l.pending.Plans // safe without a copy: the lists are only appended to or dropped
	return l.block
}
