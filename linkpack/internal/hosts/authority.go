package hosts

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// CheckAuthority returns host and port with the host in its ASCII form.
func CheckAuthority(authority string) (string, error) {
	if strings.ContainsRune(authority, '@') {
		return "", errors.New("must not contain a user name or password")
	}
	host, port, hasPort := splitPort(authority)
	if n, err := strconv.ParseUint(port, 10, 16); hasPort && (err != nil || n == 0) {
		return "", fmt.Errorf("has no valid port: %q", clip.Text(port))
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

// splitPort cuts an authority behind the host, which may be an IPv6 address in
// brackets.
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

// checkHost returns a host name or address in its ASCII form.
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

// isURLName tells whether a URL can have a name, or the IPv4 address that it
// is.
func isURLName(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if !isURLLabel(label) {
			return false
		}
	}
	return !endsInNumber(name) || isIPv4(name)
}

// endsInNumber tells hosts that browsers take for IPv4 addresses, whatever their
// spelling: 127.0.0.1, but also 2130706433, 0x7f.1 and 1.2.3.4.5 (URL standard,
// "ends in a number").
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

// maxLength is that of DNS, with a dot at the end (RFC 1035, section 2.3.4).
const maxLength = 254

// isURLLabel tells whether a host name can have the label. Underscores are no
// host's, yet some are in use.
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
