package linkpack

import (
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// normalizeHost returns a host in lower case and ASCII form, without port and
// trailing dot.
func normalizeHost(host string) (string, error) {
	host, err := asciiHost(hostname(host))
	return strings.ToLower(strings.TrimSuffix(host, ".")), err
}

// asciiHost returns a host in its ASCII form. What is longer than any name can
// be is not tried: punycode takes time by the square of the length.
func asciiHost(host string) (string, error) {
	if isASCII(host) {
		return host, nil
	}
	if len(host) <= maxHostLength*utf8.UTFMax {
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			return ascii, nil
		}
	}
	return "", fmt.Errorf("%q is not a valid host", clip(host))
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

// basePathBytes are those of a path that is the same in all its spellings.
const basePathBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"

// parseBaseURL checks Options.BaseURL and drops its trailing slash.
func parseBaseURL(raw string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(raw, "/"))
	if err != nil {
		return nil, invalid("base_url", "is not a valid URL: %s", parseReason(err))
	}
	switch {
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, invalid("base_url", "must begin with http:// or https://")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, invalid("base_url", "must be scheme, host and optional path")
	case strings.Trim(base.Path, basePathBytes) != "" || base.Path != "" && path.Clean(base.Path) != base.Path:
		return nil, invalid("base_url", "may have letters, digits and -._~ in its path, and no dot segments")
	}
	if base.Host, err = checkAuthority(base.Host); err != nil {
		return nil, invalid("base_url", "%v", err)
	}
	return base, nil
}

// URL returns the short URL of a link. Its QR code says "?qr=1" behind it, so
// that visits are counted as scans.
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
	host, err := machineOf(target.Host)
	base, baseErr := machineOf(s.base.Host)
	return err == nil && baseErr == nil && host == base && portOf(target) == portOf(s.base)
}

// isRoot tells whether a URL is the base URL, whatever its query.
func (s *Shortener) isRoot(rawURL string) bool {
	target, err := url.Parse(rawURL)
	return err == nil && s.isBaseHost(target) && strings.TrimSuffix(path.Clean("/"+target.Path), "/") == s.base.Path
}

// machineOf returns a normal host, an address in its usual spelling and
// "localhost" for all names of this machine.
func machineOf(host string) (string, error) {
	host, err := normalizeHost(host)
	if address, notAddress := netip.ParseAddr(host); notAddress == nil {
		address = address.Unmap()
		host = address.String()
		if address.IsLoopback() || address.IsUnspecified() {
			host = "localhost"
		}
	}
	if strings.HasSuffix(host, ".localhost") {
		host = "localhost"
	}
	return host, err
}

// portOf returns the port of a URL without leading zeros, empty for the usual
// ones.
func portOf(u *url.URL) string {
	if port := strings.TrimLeft(u.Port(), "0"); port != "80" && port != "443" {
		return port
	}
	return ""
}
