package recorder

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/timeline"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// Events returns a page of the events that a query selects, and the place after which the
// next page begins. That is zero if there are no more.
//
// A page has each event at most once, and all pages together have every event that was on
// disk when the first page was read, unless it is removed or erased meanwhile; then a page
// after the first can be empty. Events that come in meanwhile are left out if they belong
// before the place, so newest first nearly all of them are.
//
// The cost of a page does not depend on the size of the log. For one link newest first, it
// grows with the events of the page. For more links, it also grows with the number of links
// that were clicked on the days that the page spans. Oldest first, and in the middle of
// such a day, it can grow with the number of clicks that these links have on the day. A
// link whose clicks of a day were not imported together costs more on this day. For a
// visitor, it grows with the events of the page and the IDs of clicks that the visitor is
// known by, and oldest first with all events of the visitor.
//
// The error is a *[routing.FieldError] if the query is invalid. Where the log is damaged,
// see Damaged of the query; there, a page costs what reading the log of its days does.
func (r *Recorder) Events(ctx context.Context, query analytics.EventQuery) (events []analytics.Click, next analytics.EventPlace, err error) {
	if query.Limit < 1 {
		err = &routing.FieldError{Field: "Limit", Reason: "must be at least 1"}
	}
	var list eventList
	if err == nil {
		list, err = r.eventList(&query)
	}
	if err != nil {
		return nil, next, fmt.Errorf("analytics: events: %w", err)
	}
	defer r.endReading(list.open)
	var page []timeline.Event
	for !list.reader.Ended && len(page) <= query.Limit {
		more, err := list.next(ctx, query.Limit+1-len(page))
		if err != nil {
			return nil, next, fmt.Errorf("analytics: events: %w", err)
		}
		page = append(page, more...)
	}
	if len(page) > query.Limit {
		page = page[:query.Limit]
		next = list.placeOf(&page[query.Limit-1])
	}
	for i := range page {
		events = append(events, page[i].Click)
	}
	return events, next, nil
}

// EachEvent yields all events that a query selects, whatever its Limit. It is
// [Recorder.Events] for a whole range, at less cost than page by page. It reads some
// thousand rows at a time, with no transaction open in between, and keeps the numbers of
// the links that were clicked on the current day, but no events. It ends after an error.
func (r *Recorder) EachEvent(ctx context.Context, query analytics.EventQuery) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		if err := r.eachEvent(ctx, &query, yield); err != nil {
			yield(analytics.Click{}, fmt.Errorf("analytics: events: %w", err))
		}
	}
}

// eventsPerView is the number of events that EachEvent reads in one view.
const eventsPerView = 512

func (r *Recorder) eachEvent(ctx context.Context, query *analytics.EventQuery, yield func(analytics.Click, error) bool) error {
	list, err := r.eventList(query)
	if err != nil {
		return err
	}
	defer r.endReading(list.open)
	for !list.reader.Ended {
		page, err := list.next(ctx, eventsPerView)
		if err != nil {
			return err
		}
		for i := range page {
			if !yield(page[i].Click, nil) {
				return nil
			}
		}
	}
	return nil
}

// eventList reads the events of a query.
type eventList struct {
	recorder *Recorder
	query    *analytics.EventQuery
	open     *openReader
	reader   *timeline.Reader
	reported map[string]struct{} // texts of damage
}

// eventList begins to read events. The list's open must be ended.
func (r *Recorder) eventList(query *analytics.EventQuery) (l eventList, err error) {
	q := timeline.Query{Lane: r.log.Lane, Workspace: query.Workspace, Ascending: query.Ascending, Sift: query.Wanted != nil, LeaveOut: query.Damaged != nil}
	if q.From, q.To, err = bounds(&analytics.Selection{From: query.From, To: query.To}); err != nil {
		return l, err
	}
	if q.Classes, err = classesOf(query.Classes); err != nil {
		return l, err
	}
	if q.Links, err = r.linksOfEvents(query); err != nil {
		return l, err
	}
	if query.Visitor != nil {
		q.Visitor = &timeline.Visitor{Persons: query.Visitor.Persons, Clicks: query.Visitor.Clicks}
	}
	l = eventList{recorder: r, query: query, open: r.beginReading(q.Links), reported: make(map[string]struct{})}
	if l.reader, err = timeline.NewReader(q, query.After, r.memoryOf(l.open)); err != nil {
		r.endReading(l.open)
		return l, err
	}
	l.reader.Limits = r.eventLimits
	l.reader.Ended = len(q.Links) == 0 || q.From >= q.To
	return l, nil
}

// classesOf returns the classes that a query asks for.
func classesOf(classes []analytics.Class) (timeline.Classes, error) {
	if classes == nil {
		classes = []analytics.Class{analytics.Internal, analytics.Head, analytics.Prefetch, analytics.Preview, analytics.Bot, analytics.Human}
	}
	for _, class := range classes {
		if class > analytics.Conversion {
			return 0, &routing.FieldError{Field: "Classes", Reason: "have one that is not of the constants"}
		}
	}
	return timeline.ClassesOf(classes...), nil
}

// linksOfEvents returns the links of a query, rising.
func (r *Recorder) linksOfEvents(query *analytics.EventQuery) ([]uint32, error) {
	if query.Links == nil && query.Workspace == 0 {
		return nil, &routing.FieldError{Field: "Links", Reason: "are required without a workspace"}
	}
	if query.Links == nil {
		return r.membersOf(query.Workspace), nil
	}
	links := slices.Clone(query.Links)
	slices.Sort(links)
	if links = slices.Compact(links); len(links) > 0 && links[len(links)-1] == wire.NoLink {
		links = links[:len(links)-1]
	}
	return links, nil
}

// next reads some events, about limit of them. It may return none before the end.
func (l *eventList) next(ctx context.Context, limit int) (page []timeline.Event, err error) {
	if unknown := l.reader.Unknown; len(unknown) > 0 {
		wanted, err := l.query.Wanted(ctx, unknown)
		if err != nil {
			return nil, err
		}
		l.reader.Know(wanted)
	}
	err = l.recorder.log.View(ctx, func(tx analytics.Tx) (err error) {
		page, err = l.reader.Next(tx, limit)
		return err
	})
	l.reportDamage()
	return page, l.recorder.spoilt(err)
}

// reportDamage reports what was left out, each part once.
func (l *eventList) reportDamage() {
	for _, err := range l.reader.TakeDamage() {
		if _, known := l.reported[err.Error()]; known {
			continue
		}
		l.reported[err.Error()] = struct{}{}
		l.query.Damaged(err)
	}
}

// memoryOf returns what the recorder has in memory of links that are read.
func (r *Recorder) memoryOf(open *openReader) timeline.Memory {
	pending, newest := r.pendingNow()
	return timeline.Memory{
		Pending: slices.Collect(pendingOf(&pending, open.links)), Newest: newest,
		Erased: func(link uint32, block uint64) bool { return r.wasErased(open, link, block) },
	}
}

// placeOf returns the place of an event.
func (l *eventList) placeOf(e *timeline.Event) analytics.EventPlace {
	at := analytics.EventPlace{Lane: l.reader.Lane, Place: e.Place}
	if l.reader.Visitor == nil {
		at.Day = wire.DayOf(e.Time.UnixMilli())
	}
	return at
}
