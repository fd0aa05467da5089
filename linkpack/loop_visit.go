package linkpack

import (
	"context"
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/routing"
)

// maxHops is the most short links that a visit is sent through after the first.
const maxHops = 5

// checkHops returns ErrLoop if a location sends the visit back to a short link
// that it has passed, or through more than maxHops of them. It follows the short
// links of this Shortener as the visitor's browser would, without counting. Such
// loops can be stored despite the checks of the links, since two processes do
// not see what the other is about to write. start is where the visit is.
func (s *Shortener) checkHops(ctx context.Context, start cache.Address, location string, visit *routing.Visit) error {
	passed := []cache.Address{start}
	for {
		target, own := s.ownURL(location)
		if !own || target.isPage {
			return nil
		}
		at, next, err := s.hop(ctx, target, visit)
		switch {
		case slices.Contains(passed, at) || next != "" && len(passed) > maxHops:
			return ErrLoop
		case next == "" || err != nil: // it ends here, with a page or a failure that the visit will meet
			return nil
		}
		passed, location = append(passed, at), next
	}
}

// hop returns the place that a URL of this Shortener leads to, and the location
// that a visit is sent to from there, or "".
func (s *Shortener) hop(ctx context.Context, target ownURL, visit *routing.Visit) (at cache.Address, next string, err error) {
	if target.code == rootPlace {
		return cache.Address{Domain: target.domain.Host}, target.domain.RootURL, nil
	}
	hop := *visit
	hop.Path, hop.Query = target.rest, target.query
	m, err := s.find(ctx, target.host, target.code, &hop)
	if err != nil {
		return m.at, target.domain.afterMiss(err), nil
	}
	err = s.gate(ctx, m.entry, visit.Time)
	if g := m.gated(); errors.Is(err, ErrGone) && g != nil {
		if next = s.fallbackIn(&m); next != "" {
			err = nil
		}
	}
	if err != nil || next != "" || m.hasPassword() {
		return m.at, next, err
	}
	res, err := m.route()
	return m.at, res.Location, err
}

// afterMiss returns where a visit of a code without a link is sent, or "". An
// unknown code on the host of the options may be a page of the host application.
func (d *Domain) afterMiss(err error) string {
	if errors.Is(err, ErrNotFound) && d.Workspace != "" {
		return d.NotFoundURL
	}
	return ""
}
