package linkpack

import (
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/routing"
)

// entry is a link compiled for visits, or says why there is none. The cache may
// hold a million entries, so a link that only redirects is kept without the
// fields that its visits do not need, and in few allocations.
type entry struct {
	plan analytics.Plan
	own  [1]analytics.Target // backs plan.Targets of a link without rules
	more *more               // nil if every visit goes to the destination

	cache.Head
	status uint16
	// Parts of the visit to add to the location.
	forwardQuery, forwardPath bool
}

// missError returns the error of a miss, or nil for cache.Found.
func missError(miss cache.Miss) error { return [...]error{nil, ErrNotFound, ErrGone}[miss] }

// more has the parts of an entry that only some links need.
type more struct {
	// locations are the destinations of the link and its rules with UTM
	// parameters. It is nil if those are the same as the plan's destinations.
	locations []string
	table     *routing.Table // nil without rules
	gated     *gated         // nil for a link that only redirects
	near      bool           // whether visits are checked for loops
	tracked   bool           // whether clicks are tracked; see Link.TrackConversions
}

// gated is the rest of a link with a gate, scripts or a card.
type gated struct {
	link     *Link
	fallback string // FallbackURL with UTM parameters
}

// isPlain reports whether the link has no gate, scripts or card.
func (l *Link) isPlain() bool {
	return !l.Disabled && !l.Archived && l.StartsAt.IsZero() && l.ExpiresAt.IsZero() && l.MaxClicks == 0 &&
		l.PasswordHash == "" && len(l.Scripts) == 0 && l.Card == (Card{})
}

// location returns the location of a rule, or of the link itself for rule -1.
func (e *entry) location(rule int) string {
	if e.more == nil || e.more.locations == nil {
		return e.plan.Targets[rule+1].Destination
	}
	return e.more.locations[rule+1]
}

// forward adds the visit's path and query to a location, as far as the link
// forwards them.
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

// table returns the link's compiled rules, or nil if it has none.
func (e *entry) table() *routing.Table {
	if e.more == nil {
		return nil
	}
	return e.more.table
}

// gated returns the rest of a link with a gate, scripts or a card, or nil.
func (e *entry) gated() *gated {
	if e.more == nil {
		return nil
	}
	return e.more.gated
}

// isNear reports whether visits are checked for loops, since a location is on a
// host of the Shortener. A domain that is registered later needs no check: a loop
// through it also passes one of its own links, which are compiled after that.
func (e *entry) isNear() bool { return e.more != nil && e.more.near }

// gate returns the error of the gate that refuses visits at a time, passwords
// aside.
func (s *Shortener) gate(ctx context.Context, e *entry, now time.Time) error {
	if g := e.gated(); g != nil {
		return s.closed(ctx, g.link, now)
	}
	return nil
}

// hasPassword reports whether the link has a password.
func (e *entry) hasPassword() bool {
	g := e.gated()
	return g != nil && g.link.PasswordHash != ""
}
