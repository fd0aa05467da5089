package routing

import "strings"

const (
	// maxHost is the length of the longest host name (RFC 1035).
	maxHost = 253
	// maxAuthority is how many bytes of a Referer are searched for the end of
	// its host.
	maxAuthority = 1024
)

// RefererHost returns the host of the page that led to the visit, such as
// "news.google.com", without port and in the letter case as sent. For
// android-app:// it is the name of the package. It is empty when there is no
// Referer, or the Referer has no valid host.
func (v *Visit) RefererHost() string {
	if !v.referred {
		v.referrer, v.referred = refererHost(v.Referer), true
	}
	return v.referrer
}

// refererHost returns the host in a Referer header, or "" if there is none.
func refererHost(referer string) string {
	scheme, rest, ok := strings.Cut(referer, "://")
	if !ok || !isWebScheme(scheme) && !strings.EqualFold(scheme, "android-app") {
		return ""
	}
	end := strings.IndexAny(rest[:min(len(rest), maxAuthority)], `/?#\`)
	if end < 0 && len(rest) > maxAuthority {
		return ""
	}
	if end >= 0 {
		rest = rest[:end]
	}
	host := rest[strings.LastIndexByte(rest, '@')+1:]
	if inside, ok := strings.CutPrefix(host, "["); ok {
		host, _, ok = strings.Cut(inside, "]")
		return hostOf(host, ok, ":.")
	}
	host, port, _ := strings.Cut(host, ":")
	host = strings.TrimSuffix(host, ".")
	return hostOf(host, strings.Trim(port, "0123456789") == "" && !strings.HasSuffix(host, "."), "-_.")
}

// hostOf returns host if ok is set, host is short enough and it consists of
// letters, digits and the given punctuation. Otherwise it returns "".
func hostOf(host string, ok bool, punctuation string) string {
	if !ok || len(host) > maxHost {
		return ""
	}
	for i := range len(host) {
		if !isAlphanumeric(host[i]) && strings.IndexByte(punctuation, host[i]) < 0 {
			return ""
		}
	}
	return host
}

// isWebScheme reports whether scheme is http or https.
func isWebScheme(scheme string) bool {
	// The length excludes letters beyond ASCII that EqualFold takes as equal.
	return len(scheme) == 4 && strings.EqualFold(scheme, "http") ||
		len(scheme) == 5 && strings.EqualFold(scheme, "https")
}

// appendLower appends a text of ASCII in lower case.
func appendLower(out []byte, text string) []byte {
	for _, c := range []byte(text) {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		out = append(out, c)
	}
	return out
}

// isAlphanumeric reports whether c is an ASCII letter or digit.
func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}
