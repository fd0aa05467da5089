package recorder

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/timeline"
)

// laneEvents are the events of a list that one lane has.
type laneEvents struct {
	lane   *lane
	open   *openReader
	reader *timeline.Reader
	page   []timeline.Event // read and not taken
	tx     analytics.Tx     // of the view
	at     analytics.Place  // of the last event of the day that was taken, else begin
	// begin is the place before all events of a day. Newest first, it is behind the end
	// of the log, so that events which come meanwhile are not listed out of order.
	begin analytics.Place
}

// newLaneEvents begins to read the events of a lane behind a place.
func newLaneEvents(l *lane, q timeline.Query, after *analytics.EventPlace) (*laneEvents, error) {
	q.Lane = l.log.Lane
	if q.Links == nil {
		q.Links = l.membersOf(q.Workspace)
	}
	part := &laneEvents{lane: l, open: l.beginReading(q.Links)}
	memory := part.memory()
	if !q.Ascending {
		part.begin = analytics.Place{Block: memory.Newest + 1}
	}
	from := part.placeAt(after, q.Ascending)
	if part.at = from.Place; *after == (analytics.EventPlace{}) {
		part.at = part.begin
	}
	var err error
	if part.reader, err = timeline.NewReader(q, from, memory); err != nil {
		l.endReading(part.open)
		return nil, err
	}
	part.reader.Ended = len(q.Links) == 0 || q.From >= q.To
	return part, nil
}

// placeAt returns where to begin in the lane for a list that begins after a place.
func (p *laneEvents) placeAt(after *analytics.EventPlace, ascending bool) analytics.EventPlace {
	at := analytics.EventPlace{Day: after.Day, Lane: p.lane.log.Lane, Place: after.Others.Place(p.lane.log.Lane)}
	switch {
	case *after == (analytics.EventPlace{}):
		return *after
	case at.Lane == after.Lane:
		at.Place = after.Place
	case at.Place == (analytics.Place{}) && !ascending: // nothing was left of the day
		at.Block = 1
	}
	return at
}

// isNeeded reports whether the place in the lane has to be known to go on with the list.
func (p *laneEvents) isNeeded() bool {
	return p.at != (analytics.Place{}) && (p.reader.Ascending || len(p.page) > 0 || !p.reader.Ended)
}

// isShort reports whether events have to be read to know which is the next.
func (p *laneEvents) isShort() bool { return len(p.page) == 0 && !p.reader.Ended }

// isBefore reports whether the next event of the lane comes before that of another.
func (p *laneEvents) isBefore(other *laneEvents) bool {
	if p.reader.Ascending {
		return p.page[0].Time.Before(other.page[0].Time)
	}
	return p.page[0].Time.After(other.page[0].Time)
}

// read reads about limit events if the lane is short of them.
func (p *laneEvents) read(v analytics.View, limit int) (err error) {
	if p.isShort() {
		p.tx = v.Lane(p.lane.log.Lane)
		p.page, err = p.reader.Next(p.tx, limit)
	}
	return err
}

// memory returns what is in memory of the links that are read.
func (p *laneEvents) memory() timeline.Memory {
	pending, newest := p.lane.pendingNow()
	return timeline.Memory{
		Pending: slices.Collect(pendingOf(&pending, p.open.links)), Newest: newest,
		Erased: func(link uint32, block uint64) bool { return p.lane.hasErased(p.tx, p.open, link, block) },
	}
}
