package linkpack

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// checkLoops rejects URLs of a link that are short links of this Shortener, or
// that lead back to the link through the URLs of a domain. together are the
// links that are written in the same call, by code, or nil.
func (s *Shortener) checkLoops(ctx context.Context, link *Link, together map[Alias]*Link) error {
	if !s.mayLoop(link) {
		return nil
	}
	search := newLoopSearch(s, nil, link.Codes()...)
	delete(search.begin, Alias{link.Domain, ""}) // its code is not generated yet
	search.together = together
	for _, f := range link.urls() {
		if err := s.checkLoop(ctx, search, f); err != nil {
			return err
		}
	}
	if !link.canFallBack() {
		return nil
	}
	for _, at := range link.Codes() {
		back, err := search.leadsBack(ctx, s.fallbackOf(at.Domain))
		if err != nil {
			return err
		}
		if back {
			return invalid("fallback_url", "is required, since that of the domain leads back to this link")
		}
	}
	return nil
}

// canFallBack reports whether visits of the link may be sent to the FallbackURL
// of its domain.
func (l *Link) canFallBack() bool {
	return l.FallbackURL == "" && (l.MaxClicks > 0 || !l.ExpiresAt.IsZero())
}

// fallbackOf returns the FallbackURL of a domain, or "".
func (s *Shortener) fallbackOf(host string) string {
	_, d, err := s.registered(host)
	if err != nil || d == nil {
		return ""
	}
	return d.FallbackURL
}

func (s *Shortener) checkLoop(ctx context.Context, search *loopSearch, f urlField) error {
	target, own := search.ownURL(*f.url)
	if !own {
		return nil
	}
	at, _, err := search.find(ctx, target.domain, target.code)
	if err != nil {
		return err
	}
	if at.ShortCode != rootPlace && at.ShortCode != missPlace {
		return invalid(f.name, "must not be a short link of this server")
	}
	back, err := search.leadsBack(ctx, *f.url)
	if err == nil && back {
		err = invalid(f.name, "leads back to this link, through the URLs of the domain %q", target.domain.Host)
	}
	return err
}

// writeLinks calls write to store links. If URLs of the links are on a host of
// this Shortener, it first checks for loops once more, together, and admits one
// such write at a time: two links that are created at once could otherwise point
// at each other. An error of one link is an [IndexError].
func (s *Shortener) writeLinks(ctx context.Context, links []*Link, write func() error) error {
	if !slices.ContainsFunc(links, s.mayLoop) {
		return write()
	}
	unlock, err := s.lockLoops(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	together := make(map[Alias]*Link, len(links))
	for _, link := range links {
		for _, code := range link.Codes() {
			together[code] = link
		}
	}
	for i, link := range links {
		if err := s.checkLoops(ctx, link, together); err != nil {
			return &IndexError{Index: i, Err: err}
		}
	}
	return write()
}

// mayLoop reports whether a URL that visitors of the link are sent to is on a host
// of this Shortener.
func (s *Shortener) mayLoop(link *Link) bool {
	for _, f := range link.urls() {
		if s.isNear(*f.url) {
			return true
		}
	}
	return link.canFallBack() && slices.ContainsFunc(link.Codes(), func(at Alias) bool { return s.isNear(s.fallbackOf(at.Domain)) })
}

// lockLoops waits until no other call that might close a loop is writing.
func (s *Shortener) lockLoops(ctx context.Context) (unlock func(), err error) {
	select {
	case s.loops <- struct{}{}:
		return func() { <-s.loops }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to write: %w", ctx.Err())
	}
}

// checkDomainLoops rejects URLs of a domain that lead back to where they are
// used. Call it between lockLoops and the write.
func (s *Shortener) checkDomainLoops(ctx context.Context, d *Domain) error {
	var faults []error
	for _, f := range []struct{ name, url, place string }{
		{"not_found_url", d.NotFoundURL, missPlace},
		{"root_url", d.RootURL, rootPlace},
		{"fallback_url", d.FallbackURL, fallbackPlace},
	} {
		back, err := newLoopSearch(s, d, Alias{d.Host, f.place}).leadsBack(ctx, f.url)
		if err == nil && back {
			err = invalid(f.name, "leads back to the domain through a short link")
		}
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}
