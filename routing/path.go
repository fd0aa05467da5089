package routing

import "strings"

// ForwardPath appends the rest of a visit's path, after the short code, to the
// path of the URL, before its query and fragment. rest is escaped as in the
// request. A slash at the end of the URL's path and one at the start of rest
// become one.
//
// Bytes that are not allowed in a path are percent-encoded. A rest with a dot
// segment in any spelling ("..", "%2e%2e", "..%2f", "..\", "..;"), or one that
// makes the URL longer than 8,192 bytes, is a [*FieldError] for "path". A URL
// that is neither http nor https is returned unchanged.
func ForwardPath(url, rest string) (string, error) {
	rest = strings.TrimPrefix(rest, "/")
	if rest == "" || !isWeb(url) {
		return url, nil
	}
	if hasDotSegment(rest) {
		return "", &FieldError{"path", "has a dot segment"}
	}
	head, tail := url, ""
	if end := strings.IndexAny(url, "?#"); end >= 0 {
		head, tail = url[:end], url[end:]
	}
	out := append(make([]byte, 0, len(url)+len(rest)+1), strings.TrimSuffix(head, "/")...)
	out = escapeOnce(append(out, '/'), rest, isPath)
	if len(out)+len(tail) > maxURL {
		return "", &FieldError{"path", "is too long"}
	}
	return string(append(out, tail...)), nil
}

// hasDotSegment reports whether a path has a segment that a browser or server
// might read as "." or "..".
func hasDotSegment(path string) bool {
	isSlash := func(r rune) bool { return r == '/' || r == '\\' }
	for segment := range strings.FieldsFuncSeq(unescape(path), isSlash) {
		segment, _, _ = strings.Cut(segment, ";")
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

// isPath reports whether c is allowed in a path unescaped (RFC 3986, section
// 3.3). The apostrophe is escaped.
func isPath(c byte) bool {
	return isUnreserved(c) || strings.IndexByte("!$&()*+,;=:@/", c) >= 0
}
