package linkpack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// gate returns why the link does not answer at a time, a password aside.
func (s *Shortener) gate(ctx context.Context, link *Link, now time.Time) error {
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

// missing is the answer for a code without a link.
func (s *Shortener) missing(d *Domain, err error) (Resolution, error) {
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrGone) {
		s.unknown.Add(1)
	}
	if errors.Is(err, ErrNotFound) && d.NotFoundURL != "" {
		return Resolution{Rule: -1, Location: d.NotFoundURL, Fallback: true}, nil
	}
	return Resolution{Rule: -1}, err
}

// refuse is the answer of a gate.
func (s *Shortener) refuse(e *entry, d *Domain, visit *routing.Visit, err error) (Resolution, error) {
	if !isGate(err) {
		return Resolution{Rule: -1}, err
	}
	res := Resolution{Link: e.link, Rule: -1, hit: analytics.Hit{Plan: e.plan, Rule: -1, Visit: visit, Blocked: true}}
	if !errors.Is(err, ErrGone) {
		return res, err
	}
	res.Location = e.fallback
	if res.Location == "" {
		res.Location, _ = s.fallback(e.link, d.FallbackURL) // one that is too long with its parameters is none
	}
	if res.Location == "" {
		return res, err
	}
	res.Fallback = true
	return res, nil
}

// isGate tells a gate's error from a failure of the store.
func isGate(err error) bool {
	for _, gate := range []error{ErrNotFound, ErrGone, ErrDisabled, ErrPassword, ErrThrottled} {
		if errors.Is(err, gate) {
			return true
		}
	}
	return false
}

// admit is the answer for a visit that has passed every gate.
func (s *Shortener) admit(ctx context.Context, e *entry, d *Domain, visit *routing.Visit) (Resolution, error) {
	link := e.link
	res, err := e.route(visit)
	if err != nil {
		return res, err
	}
	if link.MaxClicks == 0 && len(link.Scripts) == 0 && link.Card == (Card{}) {
		return res, nil // who visits does not matter here
	}
	person := isPerson(link, visit)
	if link.MaxClicks > 0 {
		if !person {
			res.Location, res.Preview = "", true
		} else if _, err := s.store.UseLink(ctx, link.Number, link.MaxClicks); err != nil {
			return s.refuse(e, d, visit, err)
		}
	}
	if person && s.opts.AllowScripts && visit.Header.Get("Sec-GPC") != "1" {
		res.Scripts = link.Scripts
	}
	if link.Card != (Card{}) && visit.Classify().Bot == routing.Preview {
		res.Card = &link.Card
	}
	return res, nil
}

// route lets the rules choose. A path that leaves the destination's own is not
// found.
func (e *entry) route(visit *routing.Visit) (Resolution, error) {
	decision := e.table.Route(visit)
	location, err := e.link.forward(e.locations[decision.Rule+1], visit)
	if err != nil {
		return Resolution{Rule: -1}, err
	}
	return Resolution{
		Link: e.link, Location: location, Rule: decision.Rule,
		hit: analytics.Hit{Plan: e.plan, Rule: decision.Rule, Draws: decision.Draws, Visit: visit},
	}, nil
}

// forward adds what the link forwards of the visit to a destination.
func (l *Link) forward(location string, visit *routing.Visit) (string, error) {
	if visit.Path != "" {
		longer, err := routing.ForwardPath(location, visit.Path)
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrNotFound, err)
		}
		location = longer
	}
	if l.ForwardQuery && visit.Query != "" {
		location = routing.ForwardQuery(location, visit.Query)
	}
	return location, nil
}

// isPerson reports whether a person opens the link: a GET that is meant, from a
// browser, or the POST of a password.
func isPerson(link *Link, visit *routing.Visit) bool {
	asked := visit.Method == "" || visit.Method == http.MethodGet ||
		visit.Method == http.MethodPost && link.PasswordHash != ""
	return asked && !visit.Prefetch && visit.Classify().Bot == routing.NotBot
}

// Uses returns how many uses of a link with MaxClicks there have been.
func (s *Shortener) Uses(ctx context.Context, link *Link) (uint32, error) {
	return s.store.LinkUses(ctx, link.Number)
}
