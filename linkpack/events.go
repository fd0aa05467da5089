package linkpack

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// Events returns a page of the events that a query selects. It includes all clicks that
// were recorded before the call, unless the store takes more than 2 s to write them. Those
// that other processes recorded, it includes when they are on disk.
//
// Reading all pages yields each event exactly once, also while new ones come; these may be
// left out. See [recorder.Recorder.Events] for the cost of a page. A tag also costs a
// look at each link that was clicked on the days of the page.
//
// The error is ErrNotFound for an unknown link or visitor, and a [FieldError] for an invalid
// query. If links of events, or parts of the log of clicks, are damaged, Events returns the
// page without these events, and an error that wraps a [DamagedError] for each link and each
// part. With any other error the page is the zero EventPage.
func (s *Shortener) Events(ctx context.Context, query EventQuery) (EventPage, error) {
	l, err := s.eventList(ctx, &query)
	if err != nil {
		return EventPage{}, err
	}
	s.settle(ctx)
	limit := cmp.Or(query.Limit, defaultPage)
	page := EventPage{Events: []analytics.Click{}}
	for len(page.Events) < limit {
		l.query.Limit = limit - len(page.Events)
		events, next, err := s.recorder.Events(ctx, l.query)
		if err != nil {
			return EventPage{}, l.fault(err)
		}
		if err := l.name(ctx, events); err != nil {
			return EventPage{}, err
		}
		page.Events = append(page.Events, slices.DeleteFunc(events, hasNoName)...)
		if page.Next = ""; next == (analytics.EventPlace{}) {
			break
		}
		l.query.After, page.Next = next, eventCursor(query.list(), next)
	}
	return page, l.damage
}

// hasNoName reports whether an event is of a removed or a damaged link.
func hasNoName(event analytics.Click) bool { return event.Link.ID == "" }

// EachEvent returns an iterator over all events that a query selects, from its Cursor on,
// whatever its Limit. It costs less than all pages. It reads parts of the log with no
// transaction open while an event is yielded, and keeps the names of links in memory, but
// no events. After an error the iteration ends. The error is as for [Shortener.Events]; that
// of damaged links and parts of the log comes last.
func (s *Shortener) EachEvent(ctx context.Context, query EventQuery) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		l, err := s.eventList(ctx, &query)
		if err != nil {
			yield(analytics.Click{}, err)
			return
		}
		s.settle(ctx)
		for event, err := range s.recorder.EachEvent(ctx, l.query) {
			one := []analytics.Click{event}
			if err == nil {
				err = l.name(ctx, one)
			}
			if err != nil {
				yield(analytics.Click{}, l.fault(err))
				return
			}
			if !hasNoName(one[0]) && !yield(one[0], nil) {
				return
			}
		}
		if l.damage != nil {
			yield(analytics.Click{}, l.damage)
		}
	}
}

// eventList is a list of events.
type eventList struct {
	*Shortener
	workspace string
	query     analytics.EventQuery
	wants     func(*Link) bool // whether the events of a link are wanted
	names     map[uint32]analytics.LinkRef
	logDamage
}

// eventList returns the list of the events that a query selects.
func (s *Shortener) eventList(ctx context.Context, query *EventQuery) (*eventList, error) {
	l := &eventList{Shortener: s, workspace: cmp.Or(query.Workspace, DefaultWorkspace), names: make(map[uint32]analytics.LinkRef)}
	scope, err := scopeIn(ctx, l.workspace, MayRead)
	if err != nil {
		return nil, err
	}
	if err := query.check(); err != nil {
		return nil, err
	}
	l.query = analytics.EventQuery{Classes: query.classes(), From: query.From, To: query.To, Ascending: query.Ascending}
	if l.query.After, err = parseEventCursor(query.list(), query.Cursor); err != nil {
		return nil, err
	}
	l.query.Damaged = l.noteDamage
	l.wants = func(link *Link) bool {
		return link.Workspace == l.workspace && s.covers(scope, link) && (query.Tag == "" || slices.Contains(link.Tags, query.Tag))
	}
	if query.Tag != "" || scope.isPart() {
		l.query.Wanted = l.wanted
	}
	if _, err := s.Workspace(permitted(ctx), l.workspace); err != nil {
		return nil, err
	}
	return l, l.choose(ctx, query)
}

// choose sets the workspace, the link and the visitor of the list.
func (l *eventList) choose(ctx context.Context, query *EventQuery) (err error) {
	if l.query.Workspace, err = l.numberOfWorkspace(permitted(ctx), l.workspace); err != nil {
		return err
	}
	if query.Link != "" {
		name, err := l.nameOf(ctx, l.workspace, query.Link)
		if err != nil {
			return err
		}
		l.query.Links, l.names[name.Number] = []uint32{name.Number}, name
	} else if l.query.Workspace == 0 { // it has had no links yet
		l.query.Links = []uint32{}
	}
	if query.Visitor != "" {
		l.query.Visitor, err = l.visitor(ctx, query.Visitor)
	}
	return err
}

// visitor returns what a visitor is known by, to callers who may read visitors.
func (l *eventList) visitor(ctx context.Context, id string) (*analytics.EventVisitor, error) {
	ctx, err := permit(ctx, l.workspace, MayRead)
	if err != nil {
		return nil, err
	}
	v, err := l.store.Visitor(ctx, l.workspace, id)
	if err != nil {
		return nil, err
	}
	identities, err := l.store.VisitorIdentities(ctx, l.workspace, []string{v.ID})
	if err != nil {
		return nil, err
	}
	return eventVisitor(identities[0]), nil
}

// eventVisitor returns what a visitor with some identities is known by.
func eventVisitor(identities []string) *analytics.EventVisitor {
	by := readIdentities(identities)
	known := &analytics.EventVisitor{Persons: by.persons}
	for _, text := range by.clicks {
		if click, err := analytics.ParseClickID(text); err == nil {
			known.Clicks = append(known.Clicks, click)
		}
	}
	return known
}

// wanted returns those of some links whose events are wanted.
func (l *eventList) wanted(ctx context.Context, links []uint32) ([]uint32, error) {
	found, err := l.find(ctx, links)
	if err != nil {
		return nil, err
	}
	var wanted []uint32
	for _, link := range found {
		if l.wants(link) {
			wanted = append(wanted, link.Number)
		}
	}
	return wanted, nil
}

// find returns links that exist, and notes their names and damage.
func (l *eventList) find(ctx context.Context, links []uint32) ([]*Link, error) {
	found, err := l.store.Store.LinksByNumber(ctx, links) // without the names of their groups
	for _, link := range found {
		l.names[link.Number] = refOf(link)
	}
	return found, l.passOver(err)
}

// name sets the names of the links of events. Those of links that are removed or damaged
// have none.
func (l *eventList) name(ctx context.Context, events []analytics.Click) error {
	var unknown []uint32
	for i := range events {
		if _, known := l.names[events[i].Link.Number]; !known {
			unknown = append(unknown, events[i].Link.Number)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		unknown = slices.Compact(unknown)
		if _, err := l.find(ctx, unknown); err != nil {
			return err
		}
	}
	for i := range events {
		events[i].Link = l.nameOfNumber(events[i].Link.Number)
	}
	return nil
}

// nameOfNumber returns the name of a link, and remembers links that have none.
func (l *eventList) nameOfNumber(number uint32) analytics.LinkRef {
	name, known := l.names[number]
	if !known {
		name.Number = number
		l.names[number] = name
	}
	return name
}

// fault returns an error of the recorder with the name of the field here.
func (l *eventList) fault(err error) error {
	if fault, ok := errors.AsType[*routing.FieldError](err); ok {
		return invalid(strings.ToLower(fault.Field), "%s", fault.Reason)
	}
	return err
}
