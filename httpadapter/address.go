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

// addressResolver finds the address of the client that made a request, as the
// options TrustedProxies, TrustedHops and ClientAddressHeader say. It is immutable.
type addressResolver struct {
	trusted []netip.Prefix
	hops    int
	header  string
}

func newAddressResolver(opts *Options) (*addressResolver, error) {
	if len(opts.TrustedProxies) > 0 && opts.TrustedHops != 0 {
		return nil, &linkpack.FieldError{Field: "trusted_hops", Reason: "cannot be used together with trusted_proxies"}
	}
	if opts.TrustedHops < 0 || opts.TrustedHops > maxHops {
		return nil, &linkpack.FieldError{Field: "trusted_hops", Reason: fmt.Sprintf("must be from 0 to %d", maxHops)}
	}
	a := &addressResolver{hops: opts.TrustedHops, header: textproto.CanonicalMIMEHeaderKey(opts.ClientAddressHeader)}
	for i, prefix := range opts.TrustedProxies {
		if !prefix.IsValid() {
			return nil, &linkpack.FieldError{Field: fmt.Sprintf("trusted_proxies[%d]", i), Reason: "is not a valid prefix"}
		}
		a.trusted = append(a.trusted, normalPrefix(prefix))
	}
	if a.header != "" && len(a.trusted) == 0 && a.hops == 0 {
		a.hops = 1
	}
	if opts.Place != nil && len(a.trusted) == 0 && a.hops == 0 {
		return nil, &linkpack.FieldError{Field: "place", Reason: "needs trusted_proxies, trusted_hops or client_address_header, since any client could send these headers"}
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

// client returns the address of a request's client; see [Handler.ClientAddr].
func (a *addressResolver) client(r *http.Request) netip.Addr {
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

// trustsPeer reports whether a request comes from a trusted proxy.
func (a *addressResolver) trustsPeer(r *http.Request) bool {
	addr, _ := parseNode(r.RemoteAddr)
	return a.trusts(addr, 0)
}

// trusts reports whether the n-th address from the right is a trusted proxy.
func (a *addressResolver) trusts(addr netip.Addr, n int) bool {
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
func (a *addressResolver) chain(header http.Header) chain {
	if a.header != "" {
		return chain{lines: header[a.header], forwarded: a.header == "Forwarded"}
	}
	if lines := header["X-Forwarded-For"]; len(lines) > 0 {
		return chain{lines: lines}
	}
	return chain{lines: header["Forwarded"], forwarded: true}
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
