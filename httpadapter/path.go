package httpadapter

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// maxCode is the length in bytes of the longest code that is looked up: 64
// characters of up to 4 bytes, spelled in up to three times as many.
const maxCode = 3 * 256

// imageOf tells whether what follows a code asks for its image, and in which
// format.
func imageOf(rest string) (extension string, wanted bool) {
	name, isImage := strings.CutPrefix(rest, "/qr")
	if !isImage || name == "" {
		return "", isImage
	}
	extension, dotted := strings.CutPrefix(name, ".")
	return extension, dotted && extension != "" && strings.IndexByte(extension, '/') < 0
}

// splitPath returns the short code, the first segment of a path, and what
// follows it, escaped.
func splitPath(target *url.URL) (code, rest string, ok bool) {
	code, ok = strings.CutPrefix(target.Path, "/")
	if !ok {
		return "", "", false
	}
	if strings.IndexByte(code, '/') >= 0 {
		escaped, rooted := strings.CutPrefix(target.EscapedPath(), "/")
		end := strings.IndexByte(escaped, '/')
		if !rooted || end < 0 { // a slash is an escaped one, which no code has
			return "", "", false
		}
		rest = escaped[end:]
		var err error
		if code, err = url.PathUnescape(escaped[:end]); err != nil || strings.IndexByte(code, '/') >= 0 {
			return "", "", false
		}
	}
	return code, rest, code != "" && len(code) <= maxCode && utf8.ValidString(code)
}
