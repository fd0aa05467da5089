package linkpack

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxURLLength is the length in bytes of the longest URL that is sent to a
// browser.
const maxURLLength = 8192

// checkURL returns raw in the form in which it is sent to browsers, or says
// why it never is. It changes no byte but non-ASCII ones: those of the host
// become punycode, the others are percent-encoded. Every URL that comes from
// outside passes here, when it is written and when it is loaded.
func (s *Shortener) checkURL(raw string) (string, error) {
	if err := checkURLText(raw); err != nil {
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
		if checked, err = checkWebURL(scheme, rest); err != nil {
			return "", err
		}
	case !s.allowsScheme(lower):
		return "", fmt.Errorf("scheme %q is not allowed; use http or https", clip(scheme))
	}
	if len(checked) > maxURLLength {
		return "", fmt.Errorf("has %d bytes when encoded, at most %d are allowed", len(checked), maxURLLength)
	}
	return checked, nil
}

func (s *Shortener) allowsScheme(scheme string) bool {
	return slices.ContainsFunc(s.opts.Schemes, func(allowed string) bool { return strings.EqualFold(allowed, scheme) })
}

func checkURLText(raw string) error {
	switch {
	case raw == "":
		return errors.New("is required")
	case len(raw) > maxURLLength:
		return fmt.Errorf("has %d bytes, at most %d are allowed", len(raw), maxURLLength)
	case !utf8.ValidString(raw):
		return errors.New("is not valid UTF-8")
	case strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }):
		return errors.New("must not contain spaces or control characters")
	}
	return nil
}

// checkWebURL checks what follows the scheme of an http or https URL.
func checkWebURL(scheme, rest string) (string, error) {
	rest, found := strings.CutPrefix(rest, "//")
	if !found {
		return "", fmt.Errorf("must begin with %s://", strings.ToLower(scheme))
	}
	end := strings.IndexAny(rest, "/?#\\")
	if end < 0 {
		end = len(rest)
	}
	authority, err := checkAuthority(rest[:end])
	if err != nil {
		return "", err
	}
	checked := scheme + "://" + authority + escapeNonASCII(rest[end:])
	if _, err := url.Parse(checked); err != nil {
		return "", errors.New("is not a valid URL: " + parseReason(err))
	}
	return checked, nil
}

// parseReason returns the inner reason of url.Parse, which repeats the URL.
func parseReason(err error) string {
	if parse, ok := errors.AsType[*url.Error](err); ok {
		return parse.Err.Error()
	}
	return err.Error()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// escapeNonASCII percent-encodes the bytes of non-ASCII characters and leaves
// all others alone.
func escapeNonASCII(s string) string {
	if isASCII(s) {
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

// clip shortens text for an error message.
func clip(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
