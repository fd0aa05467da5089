package hosts

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// CheckAuthority checks a URL's host and optional port and returns them with
// the host in ASCII form.
func CheckAuthority(authority string) (string, error) {
	if strings.ContainsRune(authority, '@') {
		return "", errors.New("must not contain a user name or password")
	}
	host, port, hasPort := splitPort(authority)
	if hasPort {
		if err := checkPort(port); err != nil {
			return "", err
		}
	}
	host, err := checkHost(host)
	if err != nil {
		return "", err
	}
	if hasPort {
		host += ":" + port
	}
	return host, nil
}

// Parse checks a host and optional port from outside and returns the host as
// [Normalize] does. Unlike Normalize it refuses hosts that cannot exist, which is
// too slow for the Host of each request.
func Parse(authority string) (string, error) {
	if _, err := netip.ParseAddr(authority); err == nil {
		return Normalize(authority)
	}
	checked, err := CheckAuthority(authority)
	if err != nil {
		return "", err
	}
	return Normalize(checked)
}

func checkPort(port string) error {
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return fmt.Errorf("has no valid port: %q", clip.Text(port))
	}
	return nil
}

// splitPort splits an authority after the host, which may be an IPv6 address
// in brackets.
func splitPort(authority string) (host, port string, found bool) {
	inside := strings.LastIndexByte(authority, ']') + 1
	port, found = strings.CutPrefix(authority[inside:], ":")
	if found {
		return authority[:inside], port, true
	}
	if inside > 0 {
		return authority, "", false
	}
	return strings.Cut(authority, ":")
}

// checkHost checks a host name or address and returns its ASCII form.
func checkHost(host string) (string, error) {
	invalid := fmt.Errorf("has no valid host: %q", clip.Text(host))
	if host == "" {
		return "", errors.New("must name a host")
	}
	if inside, bracketed := strings.CutPrefix(host, "["); bracketed {
		address, err := netip.ParseAddr(strings.TrimSuffix(inside, "]"))
		if err != nil || !address.Is6() || address.Zone() != "" {
			return "", invalid
		}
		return host, nil
	}
	ascii, err := toASCII(host)
	if err != nil || len(ascii) > maxLength || !isURLName(strings.TrimSuffix(ascii, ".")) {
		return "", invalid
	}
	return ascii, nil
}

// isInternational reports whether a label claims to be the ASCII form of other
// characters.
func isInternational(label string) bool {
	const prefix = "xn--"
	return len(label) >= len(prefix) && strings.EqualFold(label[:len(prefix)], prefix)
}

// isDecodable reports whether a label of an internationalized name has characters
// that such a name can have, and is their only ASCII form.
func isDecodable(label string) bool {
	ascii, err := idna.Lookup.ToASCII(label)
	return err == nil && strings.EqualFold(ascii, label)
}

// isURLName reports whether name is a host name or IPv4 address that a URL can
// have.
func isURLName(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if !isURLLabel(label) || isInternational(label) && !isDecodable(label) {
			return false
		}
	}
	return !endsInNumber(name) || isIPv4(name)
}

// endsInNumber reports whether browsers parse the host as an IPv4 address, in
// any notation: 127.0.0.1, but also 2130706433, 0x7f.1 and 1.2.3.4.5 (URL
// standard, "ends in a number").
func endsInNumber(host string) bool {
	last := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	if digits, isHex := strings.CutPrefix(last, "0x"); isHex {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

func isIPv4(host string) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && address.Is4()
}

// maxLength is the maximum length of a name in DNS with its trailing dot (RFC
// 1035, section 2.3.4).
const maxLength = 254

// isURLLabel reports whether a URL's host name can have the label. Host names
// must not have underscores, but some in use do.
func isURLLabel(label string) bool {
	for i := range len(label) {
		if !isLabelByte(label[i]) {
			return false
		}
	}
	return label != "" && len(label) <= 63
}

func isLabelByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '-' || b == '_'
}
