// Package hosts normalizes and validates host names.
package hosts

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// Normalize returns host in lower case and ASCII form, without a port or
// trailing dot.
func Normalize(host string) (string, error) {
	host, err := toASCII(withoutPort(host))
	return strings.ToLower(strings.TrimSuffix(host, ".")), err
}

// toASCII returns host in ASCII form. It rejects hosts longer than any valid
// name before converting them, since punycode takes quadratic time.
func toASCII(host string) (string, error) {
	if IsASCII(host) {
		return host, nil
	}
	if len(host) <= maxLength*utf8.UTFMax {
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			return ascii, nil
		}
	}
	return "", fmt.Errorf("%q is not a valid host", clip.Text(host))
}

// IsASCII reports whether s contains only ASCII characters.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// withoutPort returns host without its port.
func withoutPort(host string) string {
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

// Machine returns a normalized host for comparing: an IP address in canonical
// form, and "localhost" for all names and addresses of the local machine.
func Machine(host string) (string, error) {
	host, err := Normalize(host)
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

// IsName reports whether host is a valid host name with at least two labels
// (RFC 1123, section 2.1).
func IsName(host string) bool {
	labels := strings.Split(host, ".")
	fit := len(labels) >= 2 && len(host) <= 253 && strings.Trim(labels[len(labels)-1], "0123456789") != ""
	for _, label := range labels {
		fit = fit && isLabel(label)
	}
	return fit
}

func isLabel(label string) bool {
	unfit := func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }
	return label != "" && len(label) <= 63 && label[0] != '-' && label[len(label)-1] != '-' &&
		!strings.ContainsFunc(label, unfit)
}
