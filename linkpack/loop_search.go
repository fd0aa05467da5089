package linkpack

import (
	"context"
	"errors"
	"net/url"

	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// The places of a domain that are no links. No code has a slash.
const (
	rootPlace     = ""   // the root of its host
	missPlace     = "/"  // every unknown code
	fallbackPlace = "//" // where links without a FallbackURL fall back to
)

// loopSearch finds out whether a URL leads back to where a change begins. It
// takes every way that some visit might take, whatever the rules and gates.
type loopSearch struct {
	*Shortener
	changed  *Domain // the domain to be written, or nil
	begin    map[Alias]bool
	together map[Alias]*Link // by code, those that are written in the same call
	seen     map[Alias]bool
}

func newLoopSearch(s *Shortener, changed *Domain, begin ...Alias) *loopSearch {
	search := &loopSearch{Shortener: s, changed: changed, begin: make(map[Alias]bool, len(begin)), seen: map[Alias]bool{}}
	for _, at := range begin {
		search.begin[at] = true
	}
	return search
}

// ownURL is like that of the Shortener, but knows the changed domain.
func (l *loopSearch) ownURL(rawURL string) (ownURL, bool) {
	if l.changed != nil && urls.OnHost(rawURL, l.changed.Host) {
		if target, err := url.Parse(rawURL); err == nil {
			return l.split(l.changed, target)
		}
	}
	return l.Shortener.ownURL(rawURL)
}

// leadsBack reports whether a URL leads back to the beginning.
func (l *loopSearch) leadsBack(ctx context.Context, rawURL string) (bool, error) {
	target, own := l.ownURL(rawURL)
	if !own {
		return false, nil
	}
	return l.from(ctx, target.domain, target.code)
}

// from reports whether a place of a domain leads back to the beginning.
func (l *loopSearch) from(ctx context.Context, d *Domain, code string) (bool, error) {
	at, link, err := l.find(ctx, d, code)
	if err != nil || l.begin[at] || l.seen[at] {
		return l.begin[at], err
	}
	l.seen[at] = true
	for _, next := range exits(d, at.ShortCode, link) {
		if back, err := l.leadsBack(ctx, next); back || err != nil {
			return back, err
		}
	}
	if link != nil && link.canFallBack() {
		return l.from(ctx, d, fallbackPlace)
	}
	return false, nil
}

// find returns the place that a code in a URL stands for, and its link if it has
// one.
func (l *loopSearch) find(ctx context.Context, d *Domain, code string) (at Alias, link *Link, err error) {
	if code == rootPlace || code == fallbackPlace {
		return Alias{d.Host, code}, nil, nil
	}
	for _, asked := range append([]spelling{{key: d.firstKey(code)}}, d.otherSpellings(code)...) {
		at = Alias{d.Host, asked.key}
		if other := l.together[at]; l.begin[at] || other != nil {
			return at, other, nil
		}
		if link, err = l.store.Store.LinkByCode(ctx, at.Domain, at.ShortCode); err == nil || errors.Is(err, ErrGone) {
			return at, link, nil
		}
		if !errors.Is(err, ErrNotFound) {
			return at, nil, err
		}
	}
	return Alias{d.Host, missPlace}, nil, nil
}

// exits returns the URLs that a place leads to. An unknown code on the host of
// the options may be a page of the host application, so it leads nowhere.
func exits(d *Domain, code string, link *Link) []string {
	switch {
	case link != nil:
		var all []string
		for _, f := range link.urls() {
			all = append(all, *f.url)
		}
		return all
	case code == rootPlace:
		return []string{d.RootURL}
	case code == fallbackPlace:
		return []string{d.FallbackURL}
	case code == missPlace && d.Workspace != "":
		return []string{d.NotFoundURL}
	}
	return nil
}
