package linkpack

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// Resolution is what became of a visit.
type Resolution struct {
	// Location is the URL to send the visitor to, empty when there is none. It
	// may be set without a link: for an unknown code of a domain that has a
	// NotFoundURL.
	Location string
	// Status is the HTTP status to redirect with: 301, 302, 307 or 308; zero
	// without a Location.
	Status int
	// Rule is the index of the rule that matched, or -1.
	Rule int
	// Fallback says that Location is where the link leads after its end, or
	// the domain's NotFoundURL. Such an answer is never permanent.
	Fallback bool
	// Preview says that there is a destination that this visitor, not being a
	// person who opens the link, is not shown: the link's uses are limited.
	// Show that there is a link.
	Preview bool
	// Scripts run in the visitor's browser before it goes to Location. They are
	// empty unless Options.AllowScripts is set and the visitor is a person who
	// did not object (Sec-GPC).
	Scripts []Script
	// Card is what to show in place of the destination: the visitor collects
	// cards for a chat or feed and the link has its own. nil otherwise.
	Card *Card
	// ShortURL is that of the link, set beside Card.
	ShortURL string
	// HasPassword says that the link asks for one.
	HasPassword bool

	match   match // its entry is nil without a link
	visit   *routing.Visit
	draws   []routing.Draw
	blocked bool
}

// Found reports whether there is a link, also when one of its gates refuses.
func (r *Resolution) Found() bool { return r.match.entry != nil }

// whole returns all of a link whose entry is known.
func (s *Shortener) whole(ctx context.Context, m match) (*Link, error) {
	if g := m.gated(); g != nil {
		return g.link, nil
	}
	return s.store.LinkByCode(ctx, m.at.Domain, m.at.Code)
}

// Record counts a resolved visit. With Options.Clicks.Sync it returns when the
// visit is on disk; otherwise that happens within 100 ms. The
// visit is the caller's again. A resolution without a link, or of
// [Shortener.Peek], counts nothing.
func (s *Shortener) Record(ctx context.Context, res Resolution) error {
	if res.visit == nil {
		return nil
	}
	return s.recorder.Record(ctx, res.hit())
}

// hit returns what is recorded.
func (r *Resolution) hit() analytics.Hit {
	return analytics.Hit{Plan: &r.match.plan, Rule: r.Rule, Draws: r.draws, Blocked: r.blocked, Visit: r.visit}
}
