package linkpack

import (
	"context"

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
// Last comes ErrLoop, if the Location is a short link of this Shortener that leads
// back to the visited one, or through more than five others.
// If the link exists, pass the resolution to Record even if there is an error.
//
// An empty code is the root of the host: Location is the RootURL of its domain, or
// the error is ErrNotFound.
//
// If no link has the code, Resolve tries it without what surrounded the URL in a
// text, as in "code." or "code)", and with everything after "&" as a query, since
// programs add parameters to URLs that have no query.
//
// A visit with Internal, which Resolve sets for the addresses in Options.Internal,
// passes the same gates. It uses nothing up: while a link with MaxClicks has uses
// left, it leads to the destination, whatever the method and the agent are.
//
// Resolve sets the visit's Time, Geo and Agents if they are unset.
func (s *Shortener) Resolve(ctx context.Context, host, code string, visit *routing.Visit) (Resolution, error) {
	if code == "" {
		return s.resolveRoot(ctx, host, visit)
	}
	m, err := s.find(ctx, host, code, visit)
	if err != nil {
		return s.missing(ctx, &m, err)
	}
	err = s.gate(ctx, m.entry, visit.Time)
	if err == nil && m.hasPassword() {
		err = ErrPassword
	}
	if err != nil {
		return s.refuse(ctx, &m, err)
	}
	return s.admit(ctx, &m)
}

// Unlock is like [Shortener.Resolve] for a visitor who has entered a password.
// It returns ErrPassword if the password is wrong, and a [ThrottledError] after
// several wrong passwords from one address or if very many visitors try at once.
// It returns a [FieldError] if the link has no password; Record then counts
// nothing.
func (s *Shortener) Unlock(ctx context.Context, host, code string, visit *routing.Visit, password string) (Resolution, error) {
	m, err := s.find(ctx, host, code, visit)
	if err != nil {
		return s.missing(ctx, &m, err)
	}
	if err := s.gate(ctx, m.entry, visit.Time); err != nil {
		return s.refuse(ctx, &m, err)
	}
	if !m.hasPassword() {
		return Resolution{Rule: -1}, invalid("password", "this link has none")
	}
	if err := s.checkPassword(ctx, m.gated().link, visit.Addr, password); err != nil {
		return s.refuse(ctx, &m, err)
	}
	return s.admit(ctx, &m)
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
	res.match.visit = nil // nothing to record
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
	routed, err := m.route()
	if err == nil && m.isNear() {
		err = s.checkHops(ctx, m.at, routed.Location, m.visit)
	}
	if err == nil {
		res.Location, res.Status, res.Rule = routed.Location, routed.Status, routed.Rule
	}
	return res, err
}
