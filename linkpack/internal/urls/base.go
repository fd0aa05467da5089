package urls

import (
	"errors"
	"net/url"
	"path"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
)

// basePathBytes are the characters that a path has only one spelling for.
const basePathBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"

// ParseBase parses and checks the base URL of short URLs. It drops trailing
// slashes.
func ParseBase(raw string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(raw, "/"))
	if err != nil {
		return nil, errors.New("is not a valid URL: " + parseReason(err))
	}
	switch {
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, errors.New("must begin with http:// or https://")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("must be scheme, host and optional path")
	case strings.Trim(base.Path, basePathBytes) != "" || base.Path != "" && path.Clean(base.Path) != base.Path:
		return nil, errors.New("must have a path of letters, digits and -._~ without dot segments")
	}
	if base.Host, err = hosts.CheckAuthority(base.Host); err != nil {
		return nil, err
	}
	return base, nil
}

// Port returns the port of a URL without leading zeros, or "" for ports 80 and
// 443.
func Port(u *url.URL) string {
	if port := strings.TrimLeft(u.Port(), "0"); port != "80" && port != "443" {
		return port
	}
	return ""
}
