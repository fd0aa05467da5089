package httpadapter

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/textproto"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxHops limits the addresses of a request that are read. A longer chain of
// proxies is a mistake or an attack.
const maxHops = 64

// AddressResolver finds the address of the client that made a request. It is
// immutable and safe for concurrent use.
//
// Any client can send any header, so the only safe default is the address of the
// TCP peer. If the handler runs behind proxies, set one of three options:
//
//   - Options.TrustedProxies: the networks of the proxies. Addresses are read
//     from right to left, beginning with the peer, as long as they lie in these
//     networks. The first address outside of them is the client.
//   - Options.TrustedHops: the number of proxies. The client is that many
//     addresses from the right. Use this only if the server cannot be reached
//     directly, without the proxies.
//   - Options.ClientAddressHeader alone: a header that a CDN overwrites, such as
//     CF-Connecting-IP. It is trusted from every peer, so again use this only if
//     the server cannot be reached without the CDN. Together with one of the
//     other two options, it names the header that they read.
//
// If no header is named, X-Forwarded-For is read, or Forwarded (RFC 7239) if that
// is absent. If your proxies write only Forwarded, name it: otherwise clients can
// send an X-Forwarded-For header of their own.
//
// If none of the options is set and requests come through a proxy in a private
// network, Options.Logger gets one warning.
//
// The search ends at an entry that is not an address ("unknown", or an obfuscated
// name). The result is then the last address that was read.
type AddressResolver struct {
	trusted []netip.Prefix
	hops    int
	header  string
}

func newAddressResolver(opts *Options) (*AddressResolver, error) {
	if len(opts.TrustedProxies) > 0 && opts.TrustedHops != 0 {
		return nil, &linkpack.FieldError{Field: "trusted_hops", Reason: "cannot be used together with trusted_proxies"}
	}
	if opts.TrustedHops < 0 || opts.TrustedHops > maxHops {
		return nil, &linkpack.FieldError{Field: "trusted_hops", Reason: fmt.Sprintf("must be from 0 to %d", maxHops)}
	}
	a := &AddressResolver{hops: opts.TrustedHops, header: textproto.CanonicalMIMEHeaderKey(opts.ClientAddressHeader)}
	for i, prefix := range opts.TrustedProxies {
		if !prefix.IsValid() {
			return nil, &linkpack.FieldError{Field: fmt.Sprintf("trusted_proxies[%d]", i), Reason: "is not a valid prefix"}
		}
		a.trusted = append(a.trusted, normalPrefix(prefix))
	}
	if a.header != "" && len(a.trusted) == 0 && a.hops == 0 {
		a.hops = 1
	}
	return a, nil
}

// normalPrefix returns a prefix of IPv4-mapped addresses as one of IPv4, the
// form in which addresses are compared.
func normalPrefix(prefix netip.Prefix) netip.Prefix {
	const mapped = 96 // bits before the IPv4 address
	if prefix.Addr().Is4In6() && prefix.Bits() >= mapped {
		prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-mapped)
	}
	return prefix.Masked()
}

// Addr returns the client's address without zone, with IPv4-mapped addresses as
// IPv4. It returns the zero Addr if there is none, as for a Unix socket without
// TrustedHops.
func (a *AddressResolver) Addr(r *http.Request) netip.Addr {
	addr, _ := parseNode(r.RemoteAddr)
	if !a.trusts(addr, 0) {
		return addr
	}
	hops := a.chain(r.Header)
	for n := 1; n <= maxHops; n++ {
		node, ok := hops.next()
		if !ok {
			break
		}
		next, ok := parseNode(node)
		if !ok {
			break
		}
		addr = next
		if !a.trusts(addr, n) {
			break
		}
	}
	return addr
}

// TrustsPeer reports whether a request comes from a trusted proxy.
func (a *AddressResolver) TrustsPeer(r *http.Request) bool {
	addr, _ := parseNode(r.RemoteAddr)
	return a.trusts(addr, 0)
}

// trusts reports whether the n-th address from the right is a trusted proxy.
func (a *AddressResolver) trusts(addr netip.Addr, n int) bool {
	if n < a.hops {
		return true
	}
	for _, prefix := range a.trusted {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

// chain returns the addresses in the forwarding header.
func (a *AddressResolver) chain(header http.Header) chain {
	name := a.header
	if name == "" {
		name = "X-Forwarded-For"
		if len(header[name]) == 0 {
			name = "Forwarded"
		}
	}
	return chain{lines: header[name], forwarded: name == "Forwarded"}
}

// parseNode parses an address with or without port, as in "192.0.2.1",
// "192.0.2.1:80", "2001:db8::1" and "[2001:db8::1]:80".
func parseNode(node string) (netip.Addr, bool) {
	host := node
	if rest, bracketed := strings.CutPrefix(node, "["); bracketed {
		var after string
		host, after, bracketed = strings.Cut(rest, "]")
		if !bracketed || after != "" && after[0] != ':' {
			return netip.Addr{}, false
		}
	} else if colon := strings.IndexByte(node, ':'); colon >= 0 && colon == strings.LastIndexByte(node, ':') {
		host = node[:colon]
	}
	host, _, _ = strings.Cut(host, "%")
	if host == "" || len(host) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255") {
		return netip.Addr{}, false
	}
	addr, err := netip.ParseAddr(host)
	return addr.Unmap(), err == nil
}
