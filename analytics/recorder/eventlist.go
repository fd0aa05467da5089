package recorder

import (
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/timeline"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// eventList reads the events of a query, which it merges from the lanes.
type eventList struct {
	recorder *Recorder
	query    *analytics.EventQuery
	lanes    []*laneEvents
	day      uint32              // of the last event; 0 for a visitor
	last     *laneEvents         // that had it
	reported map[string]struct{} // texts of damage
}

// eventList begins to read events. The list must be ended.
func (r *Recorder) eventList(ctx context.Context, query *analytics.EventQuery) (*eventList, error) {
	q, err := timelineQuery(query)
	if err != nil {
		return nil, err
	}
	lanes, err := r.lanesInOrder(ctx)
	if err != nil {
		return nil, err
	}
	limits := r.eventLimits
	limits.Work = max(limits.Work/len(lanes), 1)
	l := &eventList{recorder: r, query: query, day: query.After.Day, reported: make(map[string]struct{})}
	for _, lane := range lanes {
		part, err := newLaneEvents(lane, q, &query.After)
		if err != nil {
			l.end()
			return nil, err
		}
		part.reader.Limits = limits
		l.lanes = append(l.lanes, part)
	}
	return l, nil
}

// end ends reading.
func (l *eventList) end() {
	for _, part := range l.lanes {
		part.lane.endReading(part.open)
	}
}

// next returns the lane that has the next event, or nil at the end. About limit events
// are wanted.
func (l *eventList) next(ctx context.Context, limit int) (next *laneEvents, err error) {
	for slices.ContainsFunc(l.lanes, (*laneEvents).isShort) {
		if err := l.read(ctx, (limit+len(l.lanes)-1)/len(l.lanes)); err != nil {
			return nil, err
		}
	}
	for _, part := range l.lanes {
		if len(part.page) > 0 && (next == nil || part.isBefore(next)) {
			next = part
		}
	}
	return next, nil
}

// read reads some events of those lanes that have none left.
func (l *eventList) read(ctx context.Context, limit int) error {
	if err := l.sift(ctx); err != nil {
		return err
	}
	err := l.recorder.own.Load().log.Store.ViewClicks(ctx, func(v analytics.View) error {
		for _, part := range l.lanes {
			if err := part.read(v, limit); err != nil {
				return l.recorder.inLane(part.lane, l.recorder.spoiltIn(part.lane, err))
			}
		}
		return nil
	})
	l.reportDamage()
	return err
}

// sift finds out which links are wanted, if a lane has to know it.
func (l *eventList) sift(ctx context.Context) error {
	var unknown []uint32
	for _, part := range l.lanes {
		unknown = append(unknown, part.reader.Unknown...)
	}
	if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	wanted, err := l.query.Wanted(ctx, slices.Compact(unknown))
	if err != nil {
		return err
	}
	for _, part := range l.lanes {
		part.reader.Know(wanted)
	}
	return nil
}

// reportDamage reports what was left out, each part once.
func (l *eventList) reportDamage() {
	for _, part := range l.lanes {
		for _, err := range part.reader.TakeDamage() {
			err = l.recorder.inLane(part.lane, err)
			if _, known := l.reported[err.Error()]; known {
				continue
			}
			l.reported[err.Error()] = struct{}{}
			l.query.Damaged(err)
		}
	}
}

// take takes the next event of a lane.
func (l *eventList) take(part *laneEvents) *timeline.Event {
	e := &part.page[0]
	part.page = part.page[1:]
	if l.query.Visitor == nil {
		l.beginDay(wire.DayOf(e.Time.UnixMilli()))
	}
	part.at, l.last = e.Place, part
	return e
}

// beginDay notes that nothing was read of a day, if it is a new one.
func (l *eventList) beginDay(day uint32) {
	if day == l.day {
		return
	}
	l.day = day
	for _, part := range l.lanes {
		part.at = part.begin
	}
}

// place returns the place of the last event.
func (l *eventList) place() analytics.EventPlace {
	at := analytics.EventPlace{Day: l.day, Lane: l.last.lane.log.Lane, Place: l.last.at}
	for _, part := range l.lanes {
		if part != l.last && part.isNeeded() {
			at.Others = at.Others.With(part.lane.log.Lane, part.at)
		}
	}
	return at
}
