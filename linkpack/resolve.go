package linkpack

import (
	"context"
	"errors"
	"net/url"
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
// Resolve sets the visit's Time, Geo and Agents if they are unset, and such a
// query.
func (s *Shortener) Resolve(ctx context.Context, host, code string, visit *routing.Visit) (Resolution, error) {
	if code == "" {
		return s.resolveRoot(ctx, host, visit)
	}
	m, err := s.find(ctx, host, code, visit)
	if err != nil {
		return s.missing(ctx, m, visit, err)
	}
	err = s.gate(ctx, m.entry, visit.Time)
	if err == nil && m.hasPassword() {
		err = ErrPassword
	}
	if err != nil {
		return s.refuse(ctx, m, visit, err)
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
		return s.missing(ctx, m, visit, err)
	}
	if err := s.gate(ctx, m.entry, visit.Time); err != nil {
		return s.refuse(ctx, m, visit, err)
	}
	if !m.hasPassword() {
		return Resolution{Rule: -1}, invalid("password", "this link has none")
	}
	if err := s.checkPassword(ctx, m.gated().link, visit.Addr, password); err != nil {
		return s.refuse(ctx, m, visit, err)
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
	if err == nil && m.isNear() {
		err = s.checkHops(ctx, m.at, routed.Location, visit)
	}
	if err == nil {
		res.Location, res.Status, res.Rule = routed.Location, routed.Status, routed.Rule
	}
	return res, err
}

// find returns the compiled link of a request and the domain that serves it. It
// moves parameters in the code to the visit's query.
func (s *Shortener) find(ctx context.Context, host, code string, visit *routing.Visit) (m match, err error) {
	now := s.equip(visit)
	d, err := s.serving(ctx, host, now)
	if err != nil {
		return match{domain: d}, err
	}
	if len(code) > codes.MaxAskedBytes || strings.Contains(code, "/") {
		return match{domain: d, at: cache.Address{Domain: d.Host, Code: missPlace}}, ErrNotFound
	}
	if m, err = s.entryAt(ctx, d, d.firstKey(code), now); err != nil {
		m, err = s.findOther(ctx, m, err, code, visit, now)
	}
	if err == nil && !m.forwardPath && visit.Path != "" {
		if err = dropPath(visit); err != nil {
			m.at.Code += visit.Path // not the place of the link
		}
	}
	return m, err
}

// findOther returns m and err, unless no link has the code and it stands for
// another. It moves parameters once, though the visit may be resolved and then
// unlocked.
func (s *Shortener) findOther(ctx context.Context, m match, err error, code string, visit *routing.Visit, now time.Time) (match, error) {
	others := m.domain.otherSpellings(code)
	if len(others) == 0 || !errors.Is(err, ErrNotFound) {
		return m, err
	}
	for _, other := range others {
		found, missed := s.entryAt(ctx, m.domain, other.key, now)
		if errors.Is(missed, ErrNotFound) {
			continue
		}
		if other.query != "" && visit.Query != other.query && !strings.HasPrefix(visit.Query, other.query+"&") {
			visit.Query = strings.TrimSuffix(other.query+"&"+visit.Query, "&")
		}
		return found, missed
	}
	return m, err
}

// dropPath removes what surrounded the URL in a text from the visit's path. It
// returns ErrNotFound if the path has more.
func dropPath(visit *routing.Visit) error {
	path, err := url.PathUnescape(visit.Path)
	if err != nil || strings.TrimFunc(path, codes.IsAround) != "" {
		return ErrNotFound
	}
	visit.Path = ""
	return nil
}

// entryAt returns the compiled link of a key on a domain.
func (s *Shortener) entryAt(ctx context.Context, d *Domain, key string, now time.Time) (m match, err error) {
	m.domain, m.at = d, cache.Address{Domain: d.Host, Code: key}
	if len(key) > codes.MaxBytes {
		return m, ErrNotFound
	}
	if m.entry, err = s.cache.Get(ctx, m.at, now); err == nil {
		err = missError(m.Miss)
	}
	return m, err
}

// equip sets the visit's unset Time, Geo, Agents and Internal, and returns the
// current time.
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
	s.markInternal(visit)
	return now
}
