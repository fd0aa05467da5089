package linkpack

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// Resolution is what became of a visit.
type Resolution struct {
	// Link is the link that was visited, nil when there is none. It is shared
	// and must not be changed.
	Link *Link
	// Location is the URL to send the visitor to, empty when a gate refused.
	Location string
	// Rule is the index of the rule that matched, or -1.
	Rule int

	hit analytics.Hit
}

// Resolve finds the link that a request's Host and short code name, passes its
// gates and lets its rules choose where the visit goes. It counts nothing; give
// the resolution to [Shortener.Record] for that.
//
// It returns ErrNotFound when there is no such link, it is archived, has not
// started or does not forward the visit's path, and ErrGone when it was deleted or has expired. When the link
// exists and a gate refused, the resolution names it beside the error and is
// still to be recorded.
//
// Resolve fills in the visit's Time, Geo and Agents where they are unset.
func (s *Shortener) Resolve(ctx context.Context, host, code string, visit *routing.Visit) (Resolution, error) {
	s.equip(visit)
	e, err := s.cache.get(ctx, address{s.domainOf(host), code})
	if err != nil {
		return Resolution{Rule: -1}, err
	}
	if e.miss != nil {
		return Resolution{Rule: -1}, e.miss
	}
	if len(visit.Path) > len("/") && !e.link.ForwardPath {
		return Resolution{Rule: -1}, ErrNotFound
	}
	res := Resolution{Link: e.link, Rule: -1, hit: analytics.Hit{Plan: e.plan, Rule: -1, Visit: visit}}
	if err := e.link.gate(visit.Time); err != nil {
		res.hit.Blocked = true
		return res, err
	}
	decision := e.table.Route(visit)
	res.Rule, res.hit.Rule, res.hit.Draws = decision.Rule, decision.Rule, decision.Draws
	if res.Location, err = e.link.forward(e.locations[decision.Rule+1], visit); err != nil {
		return Resolution{Rule: -1}, err
	}
	return res, nil
}

// forward adds what the link forwards of the visit to a destination. A path
// that leaves the destination's own is not found.
func (l *Link) forward(location string, visit *routing.Visit) (string, error) {
	if visit.Path != "" {
		longer, err := routing.ForwardPath(location, visit.Path)
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrNotFound, err)
		}
		location = longer
	}
	if l.ForwardQuery && visit.Query != "" {
		location = routing.ForwardQuery(location, visit.Query)
	}
	return location, nil
}

// equip gives the visit what the engine knows better than its caller.
func (s *Shortener) equip(visit *routing.Visit) {
	if visit.Time.IsZero() {
		visit.Time = s.opts.Clock()
	}
	if visit.Geo == nil {
		visit.Geo = s.opts.Geo
	}
	if visit.Agents == nil {
		visit.Agents = s.opts.Agents
	}
}

// gate returns why the link does not answer at a time.
func (l *Link) gate(now time.Time) error {
	switch {
	case l.Archived, !l.StartsAt.IsZero() && now.Before(l.StartsAt):
		return ErrNotFound
	case !l.ExpiresAt.IsZero() && !now.Before(l.ExpiresAt):
		return ErrGone
	}
	return nil
}

// Record counts a resolved visit. With [analytics.Sync] it returns when the
// visit is on disk; with [analytics.Batched] that happens within 100 ms. The
// visit belongs to the recorder afterwards. A resolution without a link counts
// nothing.
func (s *Shortener) Record(ctx context.Context, res Resolution) error {
	if res.Link == nil {
		return nil
	}
	return s.recorder.Record(ctx, res.hit)
}

// load reads a link from the store and makes it ready.
func (s *Shortener) load(ctx context.Context, at address) (*entry, error) {
	link, err := s.store.LinkByCode(ctx, at.domain, at.code)
	switch {
	case errors.Is(err, ErrNotFound):
		return &entry{miss: ErrNotFound}, nil
	case errors.Is(err, ErrGone):
		return &entry{miss: ErrGone}, nil
	case err != nil:
		return nil, err
	}
	e, err := s.compile(ctx, link)
	if err != nil {
		return nil, fmt.Errorf("link %s as stored: %w", link.ID, err)
	}
	return e, nil
}

// compile makes a link ready to answer. It checks again every URL that will be
// sent, whatever wrote the store.
func (s *Shortener) compile(ctx context.Context, link *Link) (*entry, error) {
	zone, err := s.ruleZone(ctx, link)
	if err != nil {
		return nil, err
	}
	table, err := s.table(link.Rules, zone)
	if err != nil {
		return nil, err
	}
	locations, err := s.targets(link)
	if err != nil {
		return nil, err
	}
	return &entry{link: link, table: table, plan: planOf(link, table), locations: locations}, nil
}

// table compiles rules for links of a zone.
func (s *Shortener) table(rules []routing.Rule, zone string) (*routing.Table, error) {
	return routing.Compile(rules, &routing.Options{
		Timezone: zone, SplitKey: s.splitKey, Conditions: s.opts.Conditions,
	})
}

// ruleZone returns the zone of a link's rules that name none.
func (s *Shortener) ruleZone(ctx context.Context, link *Link) (string, error) {
	if link.Timezone != "" {
		return link.Timezone, nil
	}
	workspace, err := s.Workspace(ctx, link.Workspace)
	if err != nil {
		return "", err
	}
	return workspace.Timezone, nil
}

// targets returns where a link and its rules lead, parameters set.
func (s *Shortener) targets(link *Link) ([]string, error) {
	locations := make([]string, 0, 1+len(link.Rules))
	for i := -1; i < len(link.Rules); i++ {
		field, destination, utm := "destination", link.Destination, link.UTM
		if i >= 0 {
			rule := link.Rules[i]
			field, destination, utm = fmt.Sprintf("rules[%d].destination", i), rule.Destination, rule.UTM.Or(link.UTM)
		}
		location, err := s.checkURL(routing.SetUTM(destination, utm))
		if err != nil {
			return nil, invalid(field, "with its parameters %v", err)
		}
		locations = append(locations, location)
	}
	return locations, nil
}

// planOf names the link's targets and splits for the click log.
func planOf(link *Link, table *routing.Table) *analytics.Plan {
	plan := &analytics.Plan{
		Link: link.Number, Revision: link.Revision, Domain: link.Domain,
		Targets: make([]analytics.Target, 0, 1+len(link.Rules)), Splits: table.Splits(),
	}
	plan.Targets = append(plan.Targets, analytics.Target{Destination: link.Destination, UTM: link.UTM})
	for _, rule := range link.Rules {
		plan.Targets = append(plan.Targets, analytics.Target{Rule: rule.ID, Destination: rule.Destination, UTM: rule.UTM.Or(link.UTM)})
	}
	return plan
}
