package routing

import "strings"

// isWeb reports whether url begins with http:// or https:// and a host.
func isWeb(url string) bool {
	scheme, rest, ok := strings.Cut(url, "://")
	return ok && isWebScheme(scheme) && rest != "" && strings.IndexByte(`/?#\`, rest[0]) < 0
}

// cutQuery divides a URL into the part before the query, the query without its
// question mark, and the fragment with its number sign.
func cutQuery(url string) (head, query, fragment string) {
	if i := strings.IndexByte(url, '#'); i >= 0 {
		url, fragment = url[:i], url[i:]
	}
	head, query, _ = strings.Cut(url, "?")
	return head, query, fragment
}

// sameName reports whether the decoded name of a raw parameter is name.
func sameName(pair, name string) bool {
	raw, _, _ := strings.Cut(pair, "=")
	return sameText(raw, name)
}

// sameText reports whether raw decodes to text.
func sameText(raw, text string) bool {
	for len(raw) > 0 && len(text) > 0 {
		var c byte
		if c, raw = unescapeByte(raw); c != text[0] {
			return false
		}
		text = text[1:]
	}
	return raw == text // both empty
}

// unescape decodes a name or value of a query. Invalid escapes stay as they are,
// as in browsers.
func unescape(raw string) string {
	if strings.IndexByte(raw, '%') < 0 && strings.IndexByte(raw, '+') < 0 {
		return raw
	}
	return string(appendUnescaped(make([]byte, 0, len(raw)), raw))
}

// appendUnescaped appends a decoded name or value of a query.
func appendUnescaped(out []byte, raw string) []byte {
	for len(raw) > 0 {
		var c byte
		c, raw = unescapeByte(raw)
		out = append(out, c)
	}
	return out
}

// unescapeByte decodes the first byte of a raw query and returns the rest.
func unescapeByte(raw string) (byte, string) {
	switch {
	case raw[0] == '+':
		return ' ', raw[1:]
	case isEscape(raw):
		return fromHex(raw[1])<<4 | fromHex(raw[2]), raw[3:]
	}
	return raw[0], raw[1:]
}

// isEscape reports whether raw begins with a percent sign and two hex digits.
func isEscape(raw string) bool {
	return len(raw) >= 3 && raw[0] == '%' && isHex(raw[1]) && isHex(raw[2])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func fromHex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// escape appends s and percent-encodes every byte that is not safe.
func escape(out []byte, s string, safe func(byte) bool) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		if c := s[i]; safe(c) {
			out = append(out, c)
		} else {
			out = append(out, '%', hex[c>>4], hex[c&15])
		}
	}
	return out
}

// escapeOnce is escape, except that it keeps the escapes in s.
func escapeOnce(out []byte, s string, safe func(byte) bool) []byte {
	for len(s) > 0 {
		n := 1
		if isEscape(s) {
			n = 3
			out = append(out, s[:n]...)
		} else {
			out = escape(out, s[:n], safe)
		}
		s = s[n:]
	}
	return out
}

// isUnreserved reports whether c is never escaped (RFC 3986, section 2.3).
func isUnreserved(c byte) bool {
	return isAlphanumeric(c) || strings.IndexByte("-._~", c) >= 0
}
