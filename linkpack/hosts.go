package linkpack

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// normalizeHost returns a host in lower case and ASCII form, without port and
// trailing dot.
func normalizeHost(host string) (string, error) {
	host = strings.TrimSuffix(hostname(host), ".")
	if !isASCII(host) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return "", fmt.Errorf("%q is not a valid host", clip(host))
		}
		host = ascii
	}
	return strings.ToLower(host), nil
}

// hostname returns host without its port.
func hostname(host string) string {
	if strings.HasPrefix(host, "[") {
		if end := strings.IndexByte(host, ']'); end > 0 {
			return host[1:end]
		}
	}
	if colon := strings.IndexByte(host, ':'); colon >= 0 && colon == strings.LastIndexByte(host, ':') {
		return host[:colon]
	}
	return host
}

// parseBaseURL checks Options.BaseURL and drops its trailing slash.
func parseBaseURL(raw string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(raw, "/"))
	switch {
	case err != nil:
		return nil, invalid("base_url", "is not a valid URL: %s", parseReason(err))
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, invalid("base_url", "must begin with http:// or https://")
	case base.Hostname() == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, invalid("base_url", "must be scheme, host and optional path")
	}
	return base, nil
}

// URL returns the short URL of a link.
func (s *Shortener) URL(link *Link) string {
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

// ownCode returns the domain and code that a URL has here, if it looks like a
// short URL of this engine.
func (s *Shortener) ownCode(rawURL string) (domain, code string, ok bool) {
	target, err := url.Parse(rawURL)
	if err != nil || !s.isOwnHost(target) {
		return "", "", false
	}
	code, ok = strings.CutPrefix(target.Path, s.base.Path+"/")
	code = strings.TrimSuffix(code, "+")
	if !ok || code == "" || strings.Contains(code, "/") {
		return "", "", false
	}
	d := s.answering(target.Host)
	return d.Host, d.key(code), true
}

func (s *Shortener) isOwnHost(target *url.URL) bool {
	if s.answering(target.Host).Host != "" {
		return true
	}
	return strings.EqualFold(target.Hostname(), s.base.Hostname()) && portOf(target) == portOf(s.base)
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	if strings.EqualFold(u.Scheme, "https") {
		return "443"
	}
	return "80"
}
