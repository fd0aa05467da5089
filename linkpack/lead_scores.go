package linkpack

import (
	"cmp"
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// LeadScore says how good a lead the visitor behind an event is, by [Options.Scorer]. The
// event is a click or a conversion, by its ID or its [LBID]. Scores are not stored: that
// of an event changes with what the visitor does later, and with time. It is a heuristic.
//
// The cost grows with the events of the visitor, of which at most 200 are read, and with
// the number of clicks that identified the visitor and have no key. The error is as for
// [Shortener.Event], or wraps a [DamagedError] if what the score is made of is damaged.
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
// their events are scored without the visitor, or not at all; if parts of the log are, or
// what a visitor is known by, the score is of the events that are left. Then LeadScores
// also returns an error that wraps a [DamagedError] for each.
func (s *Shortener) LeadScores(ctx context.Context, workspace string, events []analytics.Click) (map[string]LeadScore, error) {
	ctx, err := permit(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	l, err := s.leads(ctx, cmp.Or(workspace, DefaultWorkspace), events)
	if err != nil {
		return nil, err
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
	return scores, l.damage
}

// leads are what is known of the leads behind some events.
type leads struct {
	*Shortener
	workspace uint32
	links     map[uint32]*Link
	visitors  map[string]*Visitor                // by event
	known     map[string]*analytics.EventVisitor // by visitor
	histories map[string][]analytics.Click       // by visitor, or by identity
	logDamage
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
	found, err := s.store.LinksByNumber(ctx, slices.Compact(numbers))
	if err := l.passOver(err); err != nil {
		return nil, err
	}
	for _, link := range found {
		if link.Workspace == workspace {
			l.links[link.Number] = link
		}
	}
	return l, l.identify(ctx, workspace, events)
}

// identify reads the visitors of events.
func (l *leads) identify(ctx context.Context, workspace string, events []analytics.Click) (err error) {
	l.visitors, err = l.VisitorsOf(ctx, workspace, events)
	if err := l.passOver(err); err != nil {
		return err
	}
	l.known = make(map[string]*analytics.EventVisitor)
	var ids []string
	for _, v := range l.visitors {
		ids = append(ids, v.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return nil
	}
	identities, err := l.store.VisitorIdentities(ctx, workspace, ids)
	if err := l.passOver(err); err != nil {
		return err
	}
	for i, id := range ids {
		l.known[id] = eventVisitor(identities[i])
	}
	return nil
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
	read, _, err := l.recorder.Events(ctx, analytics.EventQuery{
		Workspace: l.workspace, Visitor: visitor, Classes: classes, Limit: maxHistory, Damaged: l.noteDamage,
	})
	l.histories[key] = read
	return read, err
}
