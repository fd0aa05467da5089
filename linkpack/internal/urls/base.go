package urls

import (
	"errors"
	"net/url"
	"path"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
)

// basePathBytes are those of a path that is the same in all its spellings.
const basePathBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"

// ParseBase checks the URL that short URLs begin with, and drops its trailing slash.
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
		return nil, errors.New("may have letters, digits and -._~ in its path, and no dot segments")
	}
	if base.Host, err = hosts.CheckAuthority(base.Host); err != nil {
		return nil, err
	}
	return base, nil
}

// Port returns the port of a URL without leading zeros, empty for the usual
// ones.
func Port(u *url.URL) string {
	if port := strings.TrimLeft(u.Port(), "0"); port != "80" && port != "443" {
		return port
	}
	return ""
}
