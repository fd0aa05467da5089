package linkpack

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// LeadScore says how good a lead the visitor behind an event is, by [Options.Scorer]. The
// event is a click or a conversion, by its ID or its [LBID]. Scores are not stored: that
// of an event changes with what the visitor does later, and with time. It is a heuristic.
//
// The cost grows with the events of the visitor, of which at most 200 are read, and with
// the number of clicks that identified the visitor and have no key. The error is as for
// [Shortener.Event].
func (s *Shortener) LeadScore(ctx context.Context, workspace, id string) (LeadScore, error) {
	ctx, err := permit(ctx, workspace, MayRead)
	if err != nil {
		return LeadScore{}, err
	}
	event, err := s.Event(ctx, workspace, id)
	if err != nil {
		return LeadScore{}, err
	}
	scores, err := s.LeadScores(ctx, workspace, []analytics.Click{*event})
	if err != nil {
		return LeadScore{}, err
	}
	score, ok := scores[event.ID]
	if !ok { // its link was removed meanwhile
		return LeadScore{}, errNoClick(event.ID)
	}
	return score, nil
}

// LeadScores returns the scores of events of a workspace, such as those of a page, by the
// IDs of the events; see [Shortener.LeadScore]. It reads the events of each visitor once.
// Events of links that were removed have no score. If some visitors or links are damaged,
// their events are scored without the visitor, or not at all, and it also returns an error
// that wraps a [DamagedError] for each.
func (s *Shortener) LeadScores(ctx context.Context, workspace string, events []analytics.Click) (map[string]LeadScore, error) {
	ctx, err := permit(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	l, damage := s.leads(ctx, cmp.Or(workspace, DefaultWorkspace), events)
	if damage != nil && !errors.Is(damage, ErrDamaged) {
		return nil, damage
	}
	scores := make(map[string]LeadScore, len(events))
	for i := range events {
		link := l.links[events[i].Link.Number]
		if link == nil {
			continue
		}
		history, err := l.history(ctx, &events[i])
		if err != nil {
			return nil, err
		}
		lead := &Lead{Event: &events[i], Link: link, Visitor: l.visitors[events[i].ID], History: history, Now: s.now()}
		if scores[events[i].ID], err = s.score(ctx, lead); err != nil {
			return nil, err
		}
	}
	return scores, damage
}

// leads are what is known of the leads behind some events.
type leads struct {
	*Shortener
	workspace uint32
	links     map[uint32]*Link
	visitors  map[string]*Visitor                // by event
	known     map[string]*analytics.EventVisitor // by visitor
	histories map[string][]analytics.Click       // by visitor, or by identity
}

// leads reads the links and visitors of events.
func (s *Shortener) leads(ctx context.Context, workspace string, events []analytics.Click) (*leads, error) {
	s.settle(ctx)
	l := &leads{Shortener: s, links: make(map[uint32]*Link), histories: make(map[string][]analytics.Click)}
	var err error
	if l.workspace, err = s.numberOfWorkspace(ctx, workspace); err != nil {
		return nil, err
	}
	numbers := make([]uint32, len(events))
	for i := range events {
		numbers[i] = events[i].Link.Number
	}
	slices.Sort(numbers)
	found, damage := s.store.LinksByNumber(ctx, slices.Compact(numbers))
	if damage != nil && !errors.Is(damage, ErrDamaged) {
		return nil, damage
	}
	for _, link := range found {
		if link.Workspace == workspace {
			l.links[link.Number] = link
		}
	}
	return l, l.identify(ctx, workspace, events, damage)
}

// identify reads the visitors of events. It returns the damage of links and visitors.
func (l *leads) identify(ctx context.Context, workspace string, events []analytics.Click, damage error) error {
	var err error
	l.visitors, err = l.VisitorsOf(ctx, workspace, events)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	damage = errors.Join(damage, err)
	l.known = make(map[string]*analytics.EventVisitor)
	var ids []string
	for _, v := range l.visitors {
		ids = append(ids, v.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return damage
	}
	identities, err := l.store.VisitorIdentities(ctx, workspace, ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		l.known[id] = eventVisitor(identities[i])
	}
	return damage
}

// history returns the events of the visitor who made an event; see [Lead.History].
func (l *leads) history(ctx context.Context, event *analytics.Click) ([]analytics.Click, error) {
	if !event.Tracked {
		if event.Class == analytics.Human {
			return []analytics.Click{*event}, nil
		}
		return nil, nil
	}
	key := identityOf(event)
	visitor := eventVisitor([]string{key})
	if v := l.visitors[event.ID]; v != nil {
		key, visitor = v.ID, l.known[v.ID]
	}
	if read, ok := l.histories[key]; ok {
		return read, nil
	}
	classes := []analytics.Class{analytics.Human, analytics.Conversion}
	read, _, err := l.recorder.Events(ctx, analytics.EventQuery{Workspace: l.workspace, Visitor: visitor, Classes: classes, Limit: maxHistory})
	l.histories[key] = read
	return read, err
}
