package linkpack

import (
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/routing"
)

// entry is a link made ready to answer visits, or the reason why there is none.
// A million of them are to fit in memory, so a link that only redirects is kept
// without what its visits do not need, and in few pieces.
type entry struct {
	plan analytics.Plan
	own  [1]analytics.Target // the plan's target of a link without rules
	more *more               // nil for a link that leads every visit to its destination

	cache.Head
	status uint16
	// What of the visit is added to the location.
	forwardQuery, forwardPath bool
}

// missError returns what a visitor is told where there is no link.
func missError(miss cache.Miss) error { return [...]error{nil, ErrNotFound, ErrGone}[miss] }

// more is what only some links have.
type more struct {
	// locations are where the link and its rules lead, parameters set. It is
	// nil when those are the plan's destinations.
	locations []string
	table     *routing.Table // nil without rules
	gated     *gated         // nil for a link that only redirects
}

// gated is what else there is of a link that does not simply redirect: one with
// a gate, scripts or a card.
type gated struct {
	link     *Link
	fallback string // where it leads after its end, parameters set
}

// isPlain reports whether the link only redirects, whoever visits.
func (l *Link) isPlain() bool {
	return !l.Disabled && !l.Archived && l.StartsAt.IsZero() && l.ExpiresAt.IsZero() && l.MaxClicks == 0 &&
		l.PasswordHash == "" && len(l.Scripts) == 0 && l.Card == (Card{})
}

// location returns where the link leads by one of its rules, or by none: -1.
func (e *entry) location(rule int) string {
	if e.more == nil || e.more.locations == nil {
		return e.plan.Targets[rule+1].Destination
	}
	return e.more.locations[rule+1]
}

// forward adds what the link forwards of the visit to a destination.
func (e *entry) forward(location string, visit *routing.Visit) (string, error) {
	if visit.Path != "" {
		longer, err := routing.ForwardPath(location, visit.Path)
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrNotFound, err)
		}
		location = longer
	}
	if e.forwardQuery && visit.Query != "" {
		location = routing.ForwardQuery(location, visit.Query)
	}
	return location, nil
}

// match is what a request's Host and code have led to.
type match struct {
	*entry
	domain *Domain
	at     cache.Address
}

// route lets the rules choose. A path that leaves the destination's own is not
// found.
func (m match) route(visit *routing.Visit) (Resolution, error) {
	decision := m.table().Route(visit)
	location, err := m.forward(m.location(decision.Rule), visit)
	if err != nil {
		return Resolution{Rule: -1}, err
	}
	return Resolution{
		Location: location, Status: int(m.status), Rule: decision.Rule, HasPassword: m.hasPassword(),
		match: m, visit: visit, draws: decision.Draws,
	}, nil
}

// table returns the link's rules, nil without any.
func (e *entry) table() *routing.Table {
	if e.more == nil {
		return nil
	}
	return e.more.table
}

// gated returns what there is of a link that does not simply redirect, or nil.
func (e *entry) gated() *gated {
	if e.more == nil {
		return nil
	}
	return e.more.gated
}

// gate returns why the link does not answer at a time.
func (s *Shortener) gate(ctx context.Context, e *entry, now time.Time) error {
	if g := e.gated(); g != nil {
		return s.closed(ctx, g.link, now)
	}
	return nil
}

// hasPassword reports whether the link asks for one.
func (e *entry) hasPassword() bool {
	g := e.gated()
	return g != nil && g.link.PasswordHash != ""
}
