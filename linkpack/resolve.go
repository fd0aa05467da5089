package linkpack

import (
	"context"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/linkpack/internal/codes"
	"github.com/linkpack/linkpack-go/routing"
)

// Resolve finds the link that a request's Host and short code name, passes its
// gates and lets its rules choose where the visit goes. It counts no click; give
// the resolution to [Shortener.Record] for that. But a person's GET of a link
// with MaxClicks is one of its uses, and on disk when Resolve returns.
//
// The gates, in this order, and their errors: there is no such link
// (ErrNotFound), it does not forward the visit's path (ErrNotFound) or it was
// deleted (ErrGone), disabled (ErrDisabled), archived or not started
// (ErrNotFound), expired or used up (ErrGone), a password (ErrPassword; see
// [Shortener.Unlock]). Where the link or its domain says where
// to go instead, Location is set and there is no error. When the link exists,
// the resolution names it beside the error and is still to be recorded.
//
// Resolve fills in the visit's Time, Geo and Agents where they are unset.
func (s *Shortener) Resolve(ctx context.Context, host, code string, visit *routing.Visit) (Resolution, error) {
	m, err := s.find(ctx, host, code, visit)
	if err != nil {
		return s.missing(m.domain, err)
	}
	err = s.gate(ctx, m.entry, visit.Time)
	if err == nil && m.hasPassword() {
		err = ErrPassword
	}
	if err != nil {
		return s.refuse(m, visit, err)
	}
	return s.admit(ctx, m, visit)
}

// Unlock is Resolve for a visitor who has sent a password. A wrong one is
// ErrPassword; after several of them in a row from one address, or when very
// many visitors try at once, the error is a [ThrottledError]. A link that has no
// password is a [FieldError], and nothing to be recorded.
func (s *Shortener) Unlock(ctx context.Context, host, code string, visit *routing.Visit, password string) (Resolution, error) {
	m, err := s.find(ctx, host, code, visit)
	if err != nil {
		return s.missing(m.domain, err)
	}
	if err := s.gate(ctx, m.entry, visit.Time); err != nil {
		return s.refuse(m, visit, err)
	}
	if !m.hasPassword() {
		return Resolution{Rule: -1}, invalid("password", "this link has none")
	}
	if err := s.checkPassword(ctx, m.gated().link, visit.Addr, password); err != nil {
		return s.refuse(m, visit, err)
	}
	return s.admit(ctx, m, visit)
}

// Peek says where a visit would go, by the same gates and rules, and uses
// nothing up. A gated link shows no destination: its gate is the error, also
// where Resolve would have another place to go. Nor does a limited one, which
// has Preview set. The resolution is not to be recorded, and Record ignores it.
func (s *Shortener) Peek(ctx context.Context, host, code string, visit *routing.Visit) (Resolution, error) {
	m, err := s.find(ctx, host, code, visit)
	if err != nil {
		return Resolution{Rule: -1}, err
	}
	res := Resolution{Rule: -1, HasPassword: m.hasPassword(), match: m}
	err = s.gate(ctx, m.entry, visit.Time)
	if err == nil && res.HasPassword {
		err = ErrPassword
	}
	if err != nil {
		return res, err
	}
	if g := m.gated(); g != nil && g.link.MaxClicks > 0 {
		res.Preview = true
		return res, nil
	}
	routed, err := m.route(visit)
	res.Location, res.Status, res.Rule = routed.Location, routed.Status, routed.Rule
	return res, err
}

// find returns the link of a request, ready to answer, and the domain that was
// asked.
func (s *Shortener) find(ctx context.Context, host, code string, visit *routing.Visit) (m match, err error) {
	m, err = s.entryOf(ctx, host, code, s.equip(visit))
	if err == nil && len(visit.Path) > len("/") && !m.forwardPath {
		err = ErrNotFound
	}
	return m, err
}

// entryOf returns the link of a code on the domain that a host names.
func (s *Shortener) entryOf(ctx context.Context, host, code string, now time.Time) (m match, err error) {
	s.refreshDomains(ctx, now)
	m.domain = s.answering(host)
	if len(code) > codes.MaxAskedBytes || strings.Contains(code, "/") {
		return m, ErrNotFound
	}
	m.at = cache.Address{Domain: m.domain.Host, Code: m.domain.key(code)}
	if len(m.at.Code) > codes.MaxBytes {
		return m, ErrNotFound
	}
	if m.entry, err = s.cache.Get(ctx, m.at, now); err == nil {
		err = missError(m.Miss)
	}
	return m, err
}

// equip gives the visit what the engine knows better than its caller, and
// returns the time.
func (s *Shortener) equip(visit *routing.Visit) time.Time {
	now := s.opts.Clock()
	if visit.Time.IsZero() {
		visit.Time = now
	}
	if visit.Geo == nil {
		visit.Geo = s.opts.Geo
	}
	if visit.Agents == nil {
		visit.Agents = s.opts.Agents
	}
	return now
}
