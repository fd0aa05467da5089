package linkpack

import (
	"context"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/linkpack/internal/codes"
	"github.com/linkpack/linkpack-go/routing"
)

// Resolve finds the link for a request's Host and short code, checks its gates
// and chooses the destination by its rules. It does not count a click; pass the
// resolution to [Shortener.Record] for that. It does count a use if a person
// opens a link with MaxClicks with a GET request. The use is on disk when Resolve
// returns.
//
// Resolve checks in this order and returns these errors: ErrNotFound if there is
// no such link or it does not forward the visit's path, ErrGone if it was
// deleted, ErrDisabled if it is disabled, ErrNotFound if it is archived or has
// not started, ErrGone if it has expired or is used up, and ErrPassword if it has
// a password (see [Shortener.Unlock]). If the link or its domain has a URL for
// that case, such as a FallbackURL, Location is set to it and the error is nil.
// If the link exists, pass the resolution to Record even if there is an error.
//
// Resolve sets the visit's Time, Geo and Agents if they are unset.
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

// Unlock is like [Shortener.Resolve] for a visitor who has entered a password.
// It returns ErrPassword if the password is wrong, and a [ThrottledError] after
// several wrong passwords from one address or if very many visitors try at once.
// It returns a [FieldError] if the link has no password; Record then counts
// nothing.
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

// Peek returns where a visit would go, by the same gates and rules as
// [Shortener.Resolve], but counts nothing. If a gate refuses the visit, Peek
// returns its error and no Location, not even a fallback. For a link with
// MaxClicks it sets Preview and no Location. Record ignores the resolution.
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

// find returns the compiled link of a request and the domain that serves it.
func (s *Shortener) find(ctx context.Context, host, code string, visit *routing.Visit) (m match, err error) {
	m, err = s.entryOf(ctx, host, code, s.equip(visit))
	if err == nil && len(visit.Path) > len("/") && !m.forwardPath {
		err = ErrNotFound
	}
	return m, err
}

// entryOf returns the compiled link of a code on the domain that serves a host.
func (s *Shortener) entryOf(ctx context.Context, host, code string, now time.Time) (m match, err error) {
	s.refreshDomains(ctx, now)
	if m.domain = s.answering(host); m.domain == s.domains.main {
		if err := s.certain(host); err != nil {
			return m, err
		}
	}
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

// equip sets the visit's unset Time, Geo and Agents, and returns the current
// time.
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
