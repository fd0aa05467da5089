package linkpack

import (
	"cmp"
	"net/url"
	"path"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// URL returns the short URL of a link, or "" if link is nil. QR codes contain that
// of [Shortener.ScanURL].
func (s *Shortener) URL(link *Link) string {
	if link == nil {
		return ""
	}
	return s.prefix(link.Domain) + url.PathEscape(link.ShortCode)
}

// ScanURL returns the short URL for a QR code of a link, whose visits are counted as
// scans: with "?qr=1" appended or, for a code with a placement such as "poster-a",
// with "?qr=poster-a". Statistics tell placements apart; see [analytics.ByPlacement].
// A wrong placement (see [analytics.CheckPlacement]) and a nil link are a
// [FieldError].
func (s *Shortener) ScanURL(link *Link, placement string) (string, error) {
	if link == nil {
		return "", invalid("link", "is required")
	}
	if err := analytics.CheckPlacement(placement); err != nil {
		return "", err
	}
	return s.URL(link) + "?qr=" + cmp.Or(placement, "1"), nil
}

// prefix returns the part of a domain's short URLs before the code.
func (s *Shortener) prefix(domain string) string {
	host := s.base.Host
	if domain != "" {
		host = domain
	}
	return s.base.Scheme + "://" + host + s.base.EscapedPath() + "/"
}

// ownURL is a URL on a host of this Shortener.
type ownURL struct {
	domain *Domain
	host   string // with its port
	code   string // as in the URL; rootPlace for the root of the host
	rest   string // the escaped path after the code
	query  string
	isPage bool // whether it shows where a link leads, and leads nowhere itself
}

// ownURL returns the parts of a URL that leads to this Shortener. It recognizes
// any spelling of the URL.
func (s *Shortener) ownURL(rawURL string) (ownURL, bool) {
	target, err := url.Parse(rawURL)
	if err != nil || target.Scheme != "http" && target.Scheme != "https" {
		return ownURL{}, false
	}
	d := s.answering(target.Host)
	if d.Host == "" && !s.isBaseHost(target) {
		return ownURL{}, false
	}
	return s.split(d, target)
}

// split splits the path of a URL on the host of a domain.
func (s *Shortener) split(d *Domain, target *url.URL) (ownURL, bool) {
	clean := path.Clean("/" + target.Path)
	if clean == s.base.Path {
		clean += "/"
	}
	inside, ok := strings.CutPrefix(clean, s.base.Path+"/")
	code, rest, _ := strings.Cut(inside, "/")
	own := ownURL{domain: d, host: target.Host, query: target.RawQuery}
	if rest != "" {
		own.rest = (&url.URL{Path: "/" + rest}).EscapedPath()
	}
	own.code, own.isPage = strings.CutSuffix(code, "+")
	return own, ok && (own.code != "" || !own.isPage)
}

// isNear reports whether a checked URL is on a host that this Shortener serves or
// that is registered with it, on any port.
func (s *Shortener) isNear(checked string) bool {
	host, err := hosts.Machine(urls.Authority(checked))
	if err != nil || host == "" {
		return false
	}
	base, err := hosts.Machine(s.base.Host)
	return s.domains.now.Load().byHost[host] != nil || err == nil && host == base
}

// isBaseHost reports whether a URL has the host and port of the base URL.
func (s *Shortener) isBaseHost(target *url.URL) bool {
	host, err := hosts.Machine(target.Host)
	base, baseErr := hosts.Machine(s.base.Host)
	return err == nil && baseErr == nil && host == base && urls.Port(target) == urls.Port(s.base)
}

// isRoot reports whether a URL is the base URL, ignoring the query.
func (s *Shortener) isRoot(rawURL string) bool {
	target, err := url.Parse(rawURL)
	return err == nil && s.isBaseHost(target) && strings.TrimSuffix(path.Clean("/"+target.Path), "/") == s.base.Path
}
