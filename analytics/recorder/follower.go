package recorder

import (
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// follower follows the logs of all lanes.
type follower struct {
	laneLogs
	query  *analytics.FollowQuery
	own    *laneLog         // of the recorder
	last   *laneLog         // that had the last event; nil at the beginning
	before analytics.Cursor // behind the last event of another lane than that
	cursor analytics.Cursor // behind the last event
}

// newFollower begins to follow at the query's cursor.
func (r *Recorder) newFollower(ctx context.Context, query *analytics.FollowQuery) (*follower, error) {
	f := &follower{laneLogs: laneLogs{recorder: r, maxAge: query.MaxAge}, query: query, cursor: query.From}
	lanes, err := f.look(ctx)
	if err != nil {
		return nil, err
	}
	if !endOf(lanes).Includes(query.From) {
		return nil, &routing.FieldError{Field: "From", Reason: "lies behind the end of the log"}
	}
	return f, nil
}

// look has everything read that is in the logs of all lanes by now.
func (f *follower) look(ctx context.Context) ([]*lane, error) {
	lanes, err := f.recorder.lanesInOrder(ctx)
	for _, lane := range lanes {
		f.logOf(lane).raise()
	}
	return lanes, err
}

// raise has everything read that is in the recorder's own log by now. That is of another
// lane when the recorder has lost its lease.
func (f *follower) raise(ctx context.Context, own *lane) error {
	if f.own == nil || f.own.lane != own {
		_, err := f.look(ctx)
		return err
	}
	f.own.raise()
	return nil
}

// logOf returns the log of a lane. That of a new one begins at the query's cursor, too.
func (f *follower) logOf(lane *lane) *laneLog {
	number := lane.log.Lane
	i := slices.IndexFunc(f.all, func(log *laneLog) bool { return log.reader.Lane == number })
	if i < 0 {
		i = len(f.all)
		f.all = append(f.all, &laneLog{reader: clicklog.NewLogReader(number, f.query.From.Place(number), f.query.Links)})
	}
	log := f.all[i]
	if log.lane = lane; lane == f.recorder.own.Load() {
		f.own = log
	}
	return log
}

// catchUp yields everything that is to be read. It returns false if the caller wants no
// more.
func (f *follower) catchUp(ctx context.Context, yield func(analytics.Event, error) bool) (bool, error) {
	for {
		log, err := f.next(ctx)
		if err != nil || log == nil {
			return true, err
		}
		c := log.take()
		f.move(log, c.Next)
		if !yield(analytics.Event{Click: c.Click, Cursor: f.cursor, Skipped: c.Skipped, Removed: c.Removed}, nil) {
			return false, nil
		}
	}
}

// move moves the cursor to a place in a lane.
func (f *follower) move(log *laneLog, at analytics.Place) {
	if log != f.last {
		f.last, f.before = log, f.cursor
	}
	f.cursor = f.before.With(log.reader.Lane, at)
}
