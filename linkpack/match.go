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

// match is the entry found for a request's Host and code.
type match struct {
	*entry
	domain *Domain
	at     cache.Address
	// visit is the caller's, or a copy with what the code in the URL has of its query
	// and path.
	visit *routing.Visit
}

// route returns where the rules send the visit. It returns ErrNotFound if the
// visit's path would lead out of the destination's path.
func (m *match) route() (Resolution, error) {
	decision := m.table().Route(m.visit)
	location, err := m.forward(m.location(decision.Rule), m.visit)
	if err != nil {
		return Resolution{Rule: -1}, err
	}
	return Resolution{
		Location: location, Status: int(m.status), Rule: decision.Rule, HasPassword: m.hasPassword(),
		match: *m, draws: decision.Draws,
	}, nil
}

// find returns the compiled link of a request and the domain that serves it.
func (s *Shortener) find(ctx context.Context, host, code string, visit *routing.Visit) (m match, err error) {
	now := s.equip(visit)
	m.visit = visit
	if m.domain, err = s.serving(ctx, host, now); err != nil {
		return m, err
	}
	m.at.Domain = m.domain.Host
	if len(code) > codes.MaxAskedBytes || strings.IndexByte(code, '/') >= 0 {
		m.at.Code = missPlace
		return m, ErrNotFound
	}
	m.at.Code = m.domain.firstKey(code)
	if m.entry, err = s.entryAt(ctx, m.at, now); err != nil {
		err = s.findOther(ctx, &m, code, now, err)
	}
	if err == nil && !m.forwardPath && visit.Path != "" {
		if m.visit, err = withoutPath(m.visit); err != nil {
			m.at.Code += visit.Path // not the place of the link
		}
	}
	return m, err
}

// findOther finds the link that a code without one stands for. If there is none, it
// changes nothing and returns missed, which is the error of the code.
func (s *Shortener) findOther(ctx context.Context, m *match, code string, now time.Time, missed error) error {
	others := m.domain.otherSpellings(code)
	if len(others) == 0 || !errors.Is(missed, ErrNotFound) {
		return missed
	}
	for _, other := range others {
		at := cache.Address{Domain: m.at.Domain, Code: other.key}
		e, err := s.entryAt(ctx, at, now)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		m.entry, m.at = e, at
		if err == nil && other.query != "" {
			m.visit = withQuery(m.visit, other.query)
		}
		return err
	}
	return missed
}

// withQuery returns a copy of the visit with parameters that the code has.
func withQuery(visit *routing.Visit, query string) *routing.Visit {
	read := *visit
	read.Query = strings.TrimSuffix(query+"&"+visit.Query, "&")
	return &read
}

// withoutPath returns a copy of the visit without what surrounded the URL in a text. It
// returns ErrNotFound if the path has more.
func withoutPath(visit *routing.Visit) (*routing.Visit, error) {
	path, err := url.PathUnescape(visit.Path)
	if err != nil || strings.TrimFunc(path, codes.IsAround) != "" {
		return visit, ErrNotFound
	}
	read := *visit
	read.Path = ""
	return &read, nil
}

// entryAt returns the compiled link of an address.
func (s *Shortener) entryAt(ctx context.Context, at cache.Address, now time.Time) (*entry, error) {
	if len(at.Code) > codes.MaxBytes {
		return nil, ErrNotFound
	}
	e, err := s.cache.Get(ctx, at, now)
	if err != nil {
		return nil, err
	}
	return e, missError(e.Miss)
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
