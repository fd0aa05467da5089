package linkpack

import (
	"net/url"
	"path"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// URL returns the short URL of a link. Its QR code says "?qr=1" behind it, so
// that visits are counted as scans. A nil link has none: "".
func (s *Shortener) URL(link *Link) string {
	if link == nil {
		return ""
	}
	return s.prefix(link.Domain) + url.PathEscape(link.ShortCode)
}

// prefix returns what comes before the short codes of a domain.
func (s *Shortener) prefix(domain string) string {
	host := s.base.Host
	if domain != "" {
		host = domain
	}
	return s.base.Scheme + "://" + host + s.base.EscapedPath() + "/"
}

// ownCode returns the domain and code that a URL has here, if it leads to this
// engine: in any spelling, and whatever follows the code.
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

// isOwnHost tells whether requests for a URL come here. The usual ports of http
// and https often lead to the same place.
func (s *Shortener) isOwnHost(target *url.URL) bool {
	return s.answering(target.Host).Host != "" || s.isBaseHost(target)
}

// isBaseHost tells whether a URL is on host and port of the base URL.
func (s *Shortener) isBaseHost(target *url.URL) bool {
	host, err := hosts.Machine(target.Host)
	base, baseErr := hosts.Machine(s.base.Host)
	return err == nil && baseErr == nil && host == base && urls.Port(target) == urls.Port(s.base)
}

// isRoot tells whether a URL is the base URL, whatever its query.
func (s *Shortener) isRoot(rawURL string) bool {
	target, err := url.Parse(rawURL)
	return err == nil && s.isBaseHost(target) && strings.TrimSuffix(path.Clean("/"+target.Path), "/") == s.base.Path
}
