package analytics

import (
	"strings"
	"unicode/utf8"
)

// maxHost is the length of the longest host name.
const maxHost = 253

// referrerHost returns the host of a Referer header, in lower case and without
// a leading "www.", or the package of an Android app. Anything else is empty.
func referrerHost(referer string) string {
	scheme, rest, found := strings.Cut(referer, "://")
	if !found {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#\\"); end >= 0 {
		rest = rest[:end]
	}
	switch {
	case strings.EqualFold(scheme, "android-app"):
	case strings.EqualFold(scheme, "http"), strings.EqualFold(scheme, "https"):
		rest = hostOf(rest)
	default:
		return ""
	}
	if len(rest) > maxHost || !printable(rest) {
		return ""
	}
	return rest
}

// hostOf returns the host of a URL's authority.
func hostOf(authority string) string {
	host := authority[strings.LastIndexByte(authority, '@')+1:]
	if colon := strings.LastIndexByte(host, ':'); colon > strings.LastIndexByte(host, ']') {
		host = host[:colon]
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return strings.TrimPrefix(host, "www.")
}

// printable reports whether a host is made of characters that may stand in it.
func printable(host string) bool {
	for i := range len(host) {
		if host[i] <= ' ' || host[i] == 0x7f {
			return false
		}
	}
	return utf8.ValidString(host)
}
