package httpadapter

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/textproto"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxHops is the most addresses of a request that are looked at. More proxies
// in a row are a mistake or an attack.
const maxHops = 64

// AddressResolver finds the address of the client that made a request. It is
// immutable and safe for concurrent use.
//
// Anybody can send any header, so there is no safe default but the TCP peer.
// A host that is reached through proxies says so in one of three ways:
//
//   - Options.TrustedProxies: the networks of its proxies. While the peer, and
//     then each address that a proxy passed on, lies in them, the next address
//     to the left is believed. The first that does not is the client.
//   - Options.TrustedHops: the number of its proxies. The client is that many
//     addresses from the right. Only for hosts that cannot be reached past
//     their proxies.
//   - Options.ClientAddressHeader alone: a header that a CDN overwrites, as in
//     CF-Connecting-IP. It is believed whoever the peer is, so again only for
//     hosts that cannot be reached past it. Together with one of the other
//     two, it names the header that they read.
//
// Without a named header, X-Forwarded-For is read, and Forwarded (RFC 7239)
// where there is none. A host whose proxies write Forwarded alone must name it,
// or clients can send an X-Forwarded-For of their own.
//
// A host that says nothing, and is reached through a proxy of its own network,
// is told so once, by Options.Logger.
//
// An entry that is not an address ("unknown", an obfuscated name) ends the
// search: the last address that was believed stands.
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

// Addr returns the client's address, IPv4 as such and without zone, or the zero
// Addr when there is none, as behind a Unix socket without TrustedHops.
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

// TrustsPeer tells whether a request comes from a proxy whose headers are
// believed.
func (a *AddressResolver) TrustsPeer(r *http.Request) bool {
	addr, _ := parseNode(r.RemoteAddr)
	return a.trusts(addr, 0)
}

// trusts tells whether what the n-th address from the right passed on is to be
// believed.
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

// chain returns the addresses that the headers pass on.
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

// parseNode reads an address with or without port, as in "192.0.2.1",
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
