package recorder

import (
	"context"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
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
// known by, and oldest first with all events of the visitor. Each lane of the store that
// has some of the links costs the same again.
//
// The error is a *[routing.FieldError] if the query is invalid. Where the log is damaged,
// see Damaged of the query; there, a page costs what reading the log of its days does.
func (r *Recorder) Events(ctx context.Context, query analytics.EventQuery) (events []analytics.Click, next analytics.EventPlace, err error) {
	if query.Limit < 1 {
		err = &routing.FieldError{Field: "Limit", Reason: "must be at least 1"}
	} else {
		events, next, err = r.eventsPage(ctx, &query)
	}
	if err != nil {
		return nil, analytics.EventPlace{}, fmt.Errorf("analytics: events: %w", err)
	}
	return events, next, nil
}

func (r *Recorder) eventsPage(ctx context.Context, query *analytics.EventQuery) (events []analytics.Click, next analytics.EventPlace, err error) {
	list, err := r.eventList(ctx, query)
	if err != nil {
		return nil, next, err
	}
	defer list.end()
	for {
		lane, err := list.next(ctx, query.Limit+1-len(events))
		if err != nil || lane == nil {
			return events, next, err
		}
		if len(events) == query.Limit {
			return events, list.place(), nil
		}
		events = append(events, list.take(lane).Click)
	}
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
	list, err := r.eventList(ctx, query)
	if err != nil {
		return err
	}
	defer list.end()
	for {
		lane, err := list.next(ctx, eventsPerView)
		if err != nil || lane == nil || !yield(list.take(lane).Click, nil) {
			return err
		}
	}
}
