package linkpack

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// Resolution is the result of resolving a visit.
type Resolution struct {
	// Location is the URL to redirect to, or empty. It can be set even if there
	// is no link, to the NotFoundURL of the domain.
	Location string
	// Status is the HTTP status of the redirect: 301, 302, 307 or 308. It is
	// zero if there is no Location.
	Status int
	// Rule is the index of the rule that matched, or -1.
	Rule int
	// Fallback says that Location is a FallbackURL or NotFoundURL. Such a
	// redirect is never permanent.
	Fallback bool
	// Preview says that the link exists but its destination is hidden, because
	// the link has MaxClicks and the visitor is not a person opening it. Show a
	// page that says so.
	Preview bool
	// Scripts are to run in the visitor's browser before the redirect. They are
	// empty unless Options.ScriptsAllowed allows them and the visitor is a person
	// who has not opted out with Sec-GPC. Internal visits have none, so that services
	// behind the scripts do not count them either.
	Scripts []Script
	// Card is the card to show instead of redirecting. It is set if the link has
	// a card and the visitor is a chat or feed that collects previews.
	Card *Card
	// ShortURL is the link's short URL. It is set together with Card.
	ShortURL string
	// HasPassword says that the link has a password.
	HasPassword bool

	match   match // its entry is nil if there is no link, its visit if there is nothing to record
	draws   []routing.Draw
	tracked *trackedClick // nil if the click is not tracked
	blocked bool
}

// LBID returns the text that tells the destination's page which click brought the
// visitor: the parameter lbid of Location; see [LBID]. It is empty unless the link has
// TrackConversions, the visitor is a person who gets to the destination, and that is an
// http or https URL.
func (r *Resolution) LBID() string {
	if r.tracked == nil {
		return ""
	}
	return lbidOf(r.tracked.id)
}

// Found reports whether there is a link, even if a gate refuses the visit.
func (r *Resolution) Found() bool { return r.match.entry != nil }

// whole returns the link of an entry.
func (s *Shortener) whole(ctx context.Context, m match) (*Link, error) {
	if g := m.gated(); g != nil {
		return s.store.named(ctx, g.link)
	}
	return s.store.LinkByCode(outside(ctx), m.at.Domain, m.at.Code)
}

// Record counts a click for a resolved visit. If Sync is set in Options.Clicks, it
// returns when the click is on disk; otherwise the click is on disk within 100 ms.
// Record does not keep the visit. It does nothing for a resolution without a link
// or from [Shortener.Peek].
func (s *Shortener) Record(ctx context.Context, res Resolution) error {
	if res.match.visit == nil {
		return nil
	}
	return s.recorder.Record(ctx, res.hit())
}

// hit returns the hit to record.
func (r *Resolution) hit() analytics.Hit {
	hit := analytics.Hit{Plan: &r.match.plan, Rule: r.Rule, Draws: r.draws, Blocked: r.blocked, Visit: r.match.visit}
	if t := r.tracked; t != nil {
		hit.ID, hit.Person = t.id, t.person
	}
	return hit
}
