package linkpack

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// closed returns the error of the gate that refuses visits at a time, passwords
// aside.
func (s *Shortener) closed(ctx context.Context, link *Link, now time.Time) error {
	switch {
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
func (s *Shortener) missing(d *Domain, err error) (Resolution, error) {
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrGone) {
		s.unknown.Add(1)
	}
	if errors.Is(err, ErrNotFound) && d.NotFoundURL != "" {
		return Resolution{Rule: -1, Location: d.NotFoundURL, Status: defaultStatus, Fallback: true}, nil
	}
	return Resolution{Rule: -1}, err
}

// refuse returns the resolution for a visit that a gate refuses with err.
func (s *Shortener) refuse(m match, visit *routing.Visit, err error) (Resolution, error) {
	if !isGate(err) {
		return Resolution{Rule: -1}, err
	}
	res := Resolution{Rule: -1, HasPassword: m.hasPassword(), match: m, visit: visit, blocked: true}
	g := m.gated()
	if !errors.Is(err, ErrGone) || g == nil {
		return res, err
	}
	res.Location = g.fallback
	if res.Location == "" {
		res.Location, _ = s.fallback(g.link, m.domain.FallbackURL) // ignored if too long with UTM parameters
	}
	if res.Location == "" {
		return res, err
	}
	res.Fallback, res.Status = true, defaultStatus
	return res, nil
}

// isGate reports whether err comes from a gate rather than a failure.
func isGate(err error) bool {
	for _, gate := range []error{ErrNotFound, ErrGone, ErrDisabled, ErrPassword, ErrThrottled} {
		if errors.Is(err, gate) {
			return true
		}
	}
	return false
}

// admit returns the resolution for a visit that has passed all gates.
func (s *Shortener) admit(ctx context.Context, m match, visit *routing.Visit) (Resolution, error) {
	res, err := m.route(visit)
	g := m.gated()
	if err != nil || g == nil {
		return res, err
	}
	link, person := g.link, isPerson(g.link, visit)
	if link.MaxClicks > 0 {
		if !person {
			res.Location, res.Preview = "", true
		} else if _, err := s.store.UseLink(ctx, link.Number, link.MaxClicks); err != nil {
			return s.refuse(m, visit, err)
		}
	}
	if person && s.opts.AllowScripts && visit.Header.Get("Sec-GPC") != "1" {
		res.Scripts = link.Scripts
	}
	if link.Card != (Card{}) && visit.Classify().Bot == routing.Preview {
		res.Card, res.ShortURL = &link.Card, s.URL(link)
	}
	return res, nil
}

// isPerson reports whether the visit is a person opening the link: a GET that
// is neither a prefetch nor from a bot, or the POST of a password.
func isPerson(link *Link, visit *routing.Visit) bool {
	asked := visit.Method == "" || visit.Method == http.MethodGet ||
		visit.Method == http.MethodPost && link.PasswordHash != ""
	return asked && !visit.Prefetch && visit.Classify().Bot == routing.NotBot
}

// LinkUses returns how often a workspace's link with MaxClicks has been used, or
// ErrNotFound.
func (s *Shortener) LinkUses(ctx context.Context, workspace, id string) (uint32, error) {
	link, err := s.Link(ctx, workspace, id)
	if err != nil {
		return 0, err
	}
	return s.store.LinkUses(ctx, link.Number)
}
