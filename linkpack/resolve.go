package linkpack

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// Resolution is what became of a visit.
type Resolution struct {
	// Link is the link that was visited, nil when there is none. It is shared
	// and must not be changed.
	Link *Link
	// Location is the URL to send the visitor to, empty when there is none. It
	// may be set without a Link: an unknown code of a domain that has a
	// NotFoundURL.
	Location string
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

	hit analytics.Hit
}

// Resolve finds the link that a request's Host and short code name, passes its
// gates and lets its rules choose where the visit goes. It counts no click; give
// the resolution to [Shortener.Record] for that. But a person's GET of a link
// with MaxClicks is one of its uses, and on disk when Resolve returns.
//
// The gates, in this order, and their errors: there is no such link
// (ErrNotFound), it does not forward the visit's path (ErrNotFound) or it was
// deleted (ErrGone), disabled (ErrDisabled), archived or
// not started (ErrNotFound), expired or used up (ErrGone), a password
// (ErrPassword; see [Shortener.Unlock]). Where the link or its domain says where
// to go instead, Location is set and there is no error. When the link exists,
// the resolution names it beside the error and is still to be recorded.
//
// Resolve fills in the visit's Time, Geo and Agents where they are unset.
func (s *Shortener) Resolve(ctx context.Context, host, code string, visit *routing.Visit) (Resolution, error) {
	e, d, err := s.find(ctx, host, code, visit)
	if err != nil {
		return s.missing(d, err)
	}
	err = s.gate(ctx, e.link, visit.Time)
	if err == nil && e.link.PasswordHash != "" {
		err = ErrPassword
	}
	if err != nil {
		return s.refuse(e, d, visit, err)
	}
	return s.admit(ctx, e, d, visit)
}

// Unlock is Resolve for a visitor who has sent a password. A wrong one is
// ErrPassword; after several of them in a row from one address, or when very
// many visitors try at once, the error is a [ThrottledError]. A link that has no
// password is a [FieldError], and nothing to be recorded.
func (s *Shortener) Unlock(ctx context.Context, host, code string, visit *routing.Visit, password string) (Resolution, error) {
	e, d, err := s.find(ctx, host, code, visit)
	if err != nil {
		return s.missing(d, err)
	}
	if err := s.gate(ctx, e.link, visit.Time); err != nil {
		return s.refuse(e, d, visit, err)
	}
	if e.link.PasswordHash == "" {
		return Resolution{Rule: -1}, invalid("password", "this link has none")
	}
	if err := s.guard.check(ctx, e.link, visit.Addr, password); err != nil {
		return s.refuse(e, d, visit, err)
	}
	return s.admit(ctx, e, d, visit)
}

// Peek says where a visit would go, by the same gates and rules, and uses
// nothing up. A gated link shows no destination: its gate is the error, also
// where Resolve would have another place to go. Nor does a limited one, which
// has Preview set. The resolution is not to be recorded, and Record ignores it.
func (s *Shortener) Peek(ctx context.Context, host, code string, visit *routing.Visit) (Resolution, error) {
	e, _, err := s.find(ctx, host, code, visit)
	if err != nil {
		return Resolution{Rule: -1}, err
	}
	res := Resolution{Link: e.link, Rule: -1}
	err = s.gate(ctx, e.link, visit.Time)
	if err == nil && e.link.PasswordHash != "" {
		err = ErrPassword
	}
	if err != nil {
		return res, err
	}
	if e.link.MaxClicks > 0 {
		res.Preview = true
		return res, nil
	}
	routed, err := e.route(visit)
	res.Location, res.Rule = routed.Location, routed.Rule
	return res, err
}

// find returns the link of a request, ready to answer, and the domain that was
// asked.
func (s *Shortener) find(ctx context.Context, host, code string, visit *routing.Visit) (*entry, *Domain, error) {
	s.equip(visit)
	s.refreshDomains(ctx, visit.Time)
	d := s.answering(host)
	if len(code) > maxCodeBytes {
		return nil, d, ErrNotFound
	}
	e, err := s.cache.get(ctx, address{d.Host, d.key(code)})
	if err == nil {
		err = e.miss
	}
	if err == nil && len(visit.Path) > len("/") && !e.link.ForwardPath {
		err = ErrNotFound
	}
	return e, d, err
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

// Record counts a resolved visit. With [analytics.Sync] it returns when the
// visit is on disk; with [analytics.Batched] that happens within 100 ms. The
// visit belongs to the recorder afterwards. A resolution without a link, or of
// [Shortener.Peek], counts nothing.
func (s *Shortener) Record(ctx context.Context, res Resolution) error {
	if res.hit.Plan == nil {
		return nil
	}
	return s.recorder.Record(ctx, res.hit)
}
