package linkpack

import (
	"net/url"
	"path"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// URL returns the short URL of a link, or "" if link is nil. QR codes contain it
// with "?qr=1" appended, so that their visits are counted as scans.
func (s *Shortener) URL(link *Link) string {
	if link == nil {
		return ""
	}
	return s.prefix(link.Domain) + url.PathEscape(link.ShortCode)
}

// prefix returns the part of a domain's short URLs before the code.
func (s *Shortener) prefix(domain string) string {
	host := s.base.Host
	if domain != "" {
		host = domain
	}
	return s.base.Scheme + "://" + host + s.base.EscapedPath() + "/"
}

// ownCode returns the domain and code of a URL that leads to this Shortener. It
// recognizes any spelling of the URL and ignores what follows the code.
func (s *Shortener) ownCode(rawURL string) (domain, code string, ok bool) {
	target, err := url.Parse(rawURL)
	if err != nil || !s.isOwnHost(target) {
		return "", "", false
	}
	rest, ok := strings.CutPrefix(path.Clean("/"+target.Path), s.base.Path+"/")
	code, _, _ = strings.Cut(rest, "/")
	code = strings.TrimSuffix(code, "+")
	d := s.answering(target.Host)
	return d.Host, d.key(code), ok && code != ""
}

// isOwnHost reports whether this Shortener serves the host of a URL. The default
// ports of http and https are considered the same, since they often are.
func (s *Shortener) isOwnHost(target *url.URL) bool {
	return s.answering(target.Host).Host != "" || s.isBaseHost(target)
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
