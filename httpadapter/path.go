package httpadapter

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCode is the maximum length of a code in bytes: 64 characters of up to 4
// bytes, which can be three times as long before Unicode normalization.
const maxCode = 3 * 256

// imageOf reports whether the rest of a path asks for the code's image, and in
// which format. Punctuation at its end belongs to the text around the link.
func imageOf(rest string) (extension string, wanted bool) {
	name, isImage := strings.CutPrefix(rest, "/qr")
	if !isImage || name == "" {
		return "", isImage
	}
	name, err := url.PathUnescape(name)
	if err != nil || strings.IndexByte(name, '/') >= 0 {
		return "", false
	}
	name = strings.TrimRightFunc(name, func(r rune) bool { return !isWordRune(r) })
	extension, dotted := strings.CutPrefix(name, ".")
	return extension, dotted || name == ""
}

// cutPreview reports whether a code asks for the preview of a link, and returns it
// without the plus sign, which no code has. Punctuation after that belongs to the
// text around the link.
func cutPreview(code string) (link string, ok bool) {
	plus := strings.IndexByte(code, '+')
	if plus < 0 || strings.ContainsFunc(code[plus+1:], func(r rune) bool { return isWordRune(r) || r == '+' }) {
		return code, false
	}
	return code[:plus], true
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// splitPath returns the short code, which is the first segment of a path, and the
// escaped rest of the path.
func splitPath(target *url.URL) (code, rest string, ok bool) {
	code, ok = strings.CutPrefix(target.Path, "/")
	if !ok {
		return "", "", false
	}
	if strings.IndexByte(code, '/') >= 0 {
		escaped, rooted := strings.CutPrefix(target.EscapedPath(), "/")
		end := strings.IndexByte(escaped, '/')
		if !rooted || end < 0 { // the only slash is escaped, and no code has one
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
