package routing

import "strings"

// ForwardPath returns the URL with what a visit's path has beyond the short
// code appended to the URL's own path, before its query and fragment: "/rest"
// as in the request, still escaped. Where one slash ends the URL's path and one
// begins the rest, a single one stays.
//
// Bytes that do not belong in a path are percent-encoded. A rest that has a dot
// segment in any spelling ("..", "%2e%2e", "..%2f", "..\", "..;") or that makes
// the URL longer than 8,192 bytes is refused with a [*FieldError] for "path". A
// URL that is neither http nor https is returned as it is.
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

// hasDotSegment reports whether a path has a segment that a browser or a
// server could take for "." or "..".
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

// isPath reports whether c may stand in a path as it is (RFC 3986, section
// 3.3), but for the apostrophe.
func isPath(c byte) bool {
	return isUnreserved(c) || strings.IndexByte("!$&()*+,;=:@/", c) >= 0
}
