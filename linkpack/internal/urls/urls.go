// Package urls checks the URLs that visitors are redirected to.
package urls

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
)

// MaxLength is the maximum length of a URL in bytes.
const MaxLength = 8192

// around are the spaces that are removed around a URL: those that HTML forms
// remove, and the ones that word processors and input methods add.
const around = " \t\r\n\f\u00a0\u3000"

// Check checks a URL and returns it as it is sent to browsers. It removes spaces
// and line breaks around it, as forms do. Apart from these it changes only what a
// URI cannot have: non-ASCII characters of the host become punycode, all others
// are percent-encoded, and so is a percent sign in the path or the fragment that
// begins no escape. The query stays as it is, since it has no rules of its own.
// schemes are allowed in addition to http and https. Every URL from outside is
// checked when it is written and again when it is loaded.
func Check(raw string, schemes []string) (string, error) {
	raw = strings.Trim(raw, around)
	if err := checkText(raw); err != nil {
		return "", err
	}
	scheme, rest, found := strings.Cut(raw, ":")
	if !found {
		return "", errors.New("must be an absolute URL, as in https://example.com/page")
	}
	checked := scheme + ":" + escapeNonASCII(rest)
	switch lower := strings.ToLower(scheme); {
	case lower == "http" || lower == "https":
		var err error
		if checked, err = checkWeb(scheme, rest); err != nil {
			return "", err
		}
	case !allows(schemes, lower):
		return "", fmt.Errorf("scheme %q is not allowed; use http or https", clip.Text(scheme))
	}
	if len(checked) > MaxLength {
		return "", fmt.Errorf("has %d bytes when encoded, at most %d are allowed", len(checked), MaxLength)
	}
	return checked, nil
}

func allows(schemes []string, scheme string) bool {
	return slices.ContainsFunc(schemes, func(allowed string) bool { return strings.EqualFold(allowed, scheme) })
}

func checkText(raw string) error {
	switch {
	case raw == "":
		return errors.New("is required")
	case len(raw) > MaxLength:
		return fmt.Errorf("has %d bytes, at most %d are allowed", len(raw), MaxLength)
	case !utf8.ValidString(raw):
		return errors.New("is not valid UTF-8")
	case strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }):
		return errors.New("must not contain spaces or control characters")
	}
	return nil
}

// checkWeb checks what follows the scheme of an http or https URL.
func checkWeb(scheme, rest string) (string, error) {
	rest, found := strings.CutPrefix(rest, "//")
	if !found {
		return "", fmt.Errorf("must begin with %s://", strings.ToLower(scheme))
	}
	end := strings.IndexAny(rest, "/?#\\")
	if end < 0 {
		end = len(rest)
	}
	authority, err := hosts.CheckAuthority(rest[:end])
	if err != nil {
		return "", err
	}
	checked := scheme + "://" + authority + escapeNonASCII(escapePercents(rest[end:]))
	if _, err := url.Parse(checked); err != nil {
		return "", errors.New("is not a valid URL: " + parseReason(err))
	}
	return checked, nil
}

// escapePercents escapes the percent signs that begin no escape in what follows
// the host of a URL, except in its query.
func escapePercents(rest string) string {
	if strings.IndexByte(rest, '%') < 0 {
		return rest
	}
	rest, fragment, hasFragment := strings.Cut(rest, "#")
	path, query, hasQuery := strings.Cut(rest, "?")
	escaped := escapeBare(path)
	if hasQuery {
		escaped += "?" + query
	}
	if hasFragment {
		escaped += "#" + escapeBare(fragment)
	}
	return escaped
}

// escapeBare escapes the percent signs that begin no escape.
func escapeBare(s string) string {
	escaped := make([]byte, 0, len(s)+8)
	for i := range len(s) {
		escaped = append(escaped, s[i])
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			escaped = append(escaped, "25"...)
		}
	}
	return string(escaped)
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// parseReason returns the reason of an error of url.Parse without the URL.
func parseReason(err error) string {
	if parse, ok := errors.AsType[*url.Error](err); ok {
		return parse.Err.Error()
	}
	return err.Error()
}

// escapeNonASCII percent-encodes the bytes of non-ASCII characters.
func escapeNonASCII(s string) string {
	if hosts.IsASCII(s) {
		return s
	}
	const hex = "0123456789ABCDEF"
	escaped := make([]byte, 0, len(s)+16)
	for i := range len(s) {
		if b := s[i]; b >= utf8.RuneSelf {
			escaped = append(escaped, '%', hex[b>>4], hex[b&15])
		} else {
			escaped = append(escaped, b)
		}
	}
	return string(escaped)
}

// IsWeb reports whether the scheme of a checked URL is http or https.
func IsWeb(checked string) bool {
	scheme, _, _ := strings.Cut(checked, ":")
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// Authority returns the host and port of a checked web URL, or "".
func Authority(checked string) string {
	_, rest, _ := strings.Cut(checked, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// OnHost reports whether a URL is on a host, on any port.
func OnHost(rawURL, host string) bool {
	target, err := url.Parse(rawURL)
	if err != nil {
		return false
	}
	normal, err := hosts.Normalize(target.Host)
	return err == nil && normal == host
}
