package linkpack

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/routing"
)

// closed returns the error of the gate that refuses visits at a time, passwords
// aside.
func (s *Shortener) closed(ctx context.Context, link *Link, now time.Time) error {
	switch {
	case !link.DeletedAt.IsZero():
		return ErrGone
	case link.Disabled:
		return ErrDisabled
	case link.Archived, !link.StartsAt.IsZero() && now.Before(link.StartsAt):
		return ErrNotFound
	case !link.ExpiresAt.IsZero() && !now.Before(link.ExpiresAt):
		return ErrGone
	case link.MaxClicks == 0:
		return nil
	}
	uses, err := s.store.LinkUses(ctx, link.Number)
	if err == nil && uses >= link.MaxClicks {
		err = ErrGone
	}
	return err
}

// missing returns the resolution for a code without a link, and counts the
// visit as unknown.
func (s *Shortener) missing(ctx context.Context, m *match, err error) (Resolution, error) {
	isUnknown := errors.Is(err, ErrNotFound)
	if isUnknown || errors.Is(err, ErrGone) {
		s.unknown.Add(1)
	}
	if isUnknown && m.domain.NotFoundURL != "" && !s.isReserved(m.at.Code) {
		return s.sendTo(ctx, m, m.domain.NotFoundURL)
	}
	return Resolution{Rule: -1}, err
}

// sendTo returns the resolution for a visit without a link that a URL of the
// domain is for.
func (s *Shortener) sendTo(ctx context.Context, m *match, location string) (Resolution, error) {
	if err := s.checkHops(ctx, m.at, location, m.visit); err != nil {
		return Resolution{Rule: -1}, err
	}
	return Resolution{Rule: -1, Location: location, Status: defaultStatus, Fallback: true}, nil
}

// resolveRoot returns the resolution for the root of a host.
func (s *Shortener) resolveRoot(ctx context.Context, host string, visit *routing.Visit) (Resolution, error) {
	d, err := s.serving(ctx, host, s.equip(visit))
	m := &match{domain: d, at: cache.Address{Domain: d.Host}, visit: visit}
	if err != nil {
		return s.missing(ctx, m, err)
	}
	if d.RootURL == "" {
		return s.missing(ctx, m, ErrNotFound)
	}
	return s.sendTo(ctx, m, d.RootURL)
}

// refuse returns the resolution for a visit that a gate refuses with err.
func (s *Shortener) refuse(ctx context.Context, m *match, err error) (Resolution, error) {
	if !isGate(err) {
		return Resolution{Rule: -1}, err
	}
	res := Resolution{Rule: -1, HasPassword: m.hasPassword(), match: *m, blocked: true}
	if !errors.Is(err, ErrGone) || m.gated() == nil {
		return res, err
	}
	location := s.fallbackIn(m)
	if location == "" {
		return res, err
	}
	if err := s.checkHops(ctx, m.at, location, m.visit); err != nil {
		return res, err
	}
	res.Location, res.Fallback, res.Status = location, true, defaultStatus
	return res, nil
}

// fallbackIn returns the location of visits that come too late for a link with a
// gate, or "".
func (s *Shortener) fallbackIn(m *match) string {
	g := m.gated()
	if g.fallback != "" {
		return g.fallback
	}
	location, _ := s.fallback(g.link, m.domain.FallbackURL) // ignored if too long with UTM parameters
	return location
}

// isGate reports whether err comes from a gate rather than a failure.
func isGate(err error) bool {
	for _, gate := range []error{ErrNotFound, ErrGone, ErrDisabled, ErrPassword, ErrThrottled, ErrLoop} {
		if errors.Is(err, gate) {
			return true
		}
	}
	return false
}

// admit returns the resolution for a visit that has passed all gates.
func (s *Shortener) admit(ctx context.Context, m *match) (Resolution, error) {
	res, err := m.route()
	if err != nil || m.more == nil {
		return res, err
	}
	if m.more.near {
		if err := s.checkHops(ctx, m.at, res.Location, m.visit); err != nil {
			return s.refuse(ctx, m, err)
		}
	}
	if m.more.gated != nil {
		if res, err = s.admitGated(ctx, m, res); err != nil {
			return res, err
		}
	}
	if m.more.tracked {
		s.track(m, &res)
	}
	return res, nil
}

// admitGated continues admit for a link with a gate, scripts or a card.
func (s *Shortener) admitGated(ctx context.Context, m *match, res Resolution) (_ Resolution, err error) {
	link, visit := m.more.gated.link, m.visit
	person := m.isPerson()
	if person {
		if res.Scripts, err = s.scriptsFor(ctx, link, visit); err != nil {
			return Resolution{Rule: -1}, err
		}
	}
	if link.MaxClicks > 0 && !visit.Internal { // the gate has checked that there are uses left
		if !person {
			res.Location, res.Preview = "", true
		} else if _, err := s.store.UseLink(ctx, link.Number, link.MaxClicks); err != nil {
			return s.refuse(ctx, m, err)
		}
	}
	if link.Card != (Card{}) && visit.Classify().Bot == routing.Preview {
		res.Card, res.ShortURL = &link.Card, s.URL(link)
	}
	return res, nil
}

// isPerson reports whether the visit is a person opening the link: a GET that
// is neither a prefetch nor internal nor from a bot, or the POST of a password.
func (m *match) isPerson() bool {
	visit := m.visit
	asked := visit.Method == "" || visit.Method == http.MethodGet ||
		visit.Method == http.MethodPost && m.hasPassword()
	return asked && !visit.Internal && !visit.Prefetch && visit.Classify().Bot == routing.NotBot
}

// LinkUses returns how often a workspace's link with MaxClicks has been used, also if
// the link is in the bin, or ErrNotFound.
func (s *Shortener) LinkUses(ctx context.Context, workspace, id string) (uint32, error) {
	link, err := s.ownLink(ctx, workspace, id, MayRead)
	if err != nil {
		return 0, err
	}
	return s.store.LinkUses(ctx, link.Number)
}
