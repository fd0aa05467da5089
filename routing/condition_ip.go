package routing

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// networks is a sorted set of prefixes that do not overlap.
type networks []netip.Prefix

func parseIP(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	all := make(networks, len(entries))
	for i, entry := range entries {
		prefix, ok := network(entry)
		if !ok {
			return nil, fmt.Errorf("%q is not an address or a prefix such as 192.0.2.0/24", entry)
		}
		all[i] = prefix
	}
	return outermost(all), nil
}

// outermost sorts prefixes and drops those that are inside another.
func outermost(all networks) networks {
	slices.SortFunc(all, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	kept := all[:1]
	for _, prefix := range all[1:] { // a prefix comes before those inside it
		if !isInside(prefix, kept[len(kept)-1]) {
			kept = append(kept, prefix)
		}
	}
	return kept
}

// network parses an address or a prefix. IPv4-mapped IPv6 becomes IPv4.
func network(text string) (netip.Prefix, bool) {
	if !strings.Contains(text, "/") {
		addr, err := netip.ParseAddr(text)
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), err == nil && addr.Zone() == ""
	}
	prefix, err := netip.ParsePrefix(text)
	if addr := prefix.Addr(); addr.Is4In6() && prefix.Bits() >= 96 {
		prefix = netip.PrefixFrom(addr.Unmap(), prefix.Bits()-96)
	}
	return prefix.Masked(), err == nil
}

// isInside reports whether the outer prefix contains the inner one.
func isInside(inner, outer netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

func (n networks) match(v *Visit) bool {
	addr := v.Addr.Unmap().WithZone("")
	return addr.IsValid() && n.has(netip.PrefixFrom(addr, addr.BitLen()))
}

func (n networks) fact(v *Visit) string {
	if !v.Addr.IsValid() {
		return Unknown
	}
	return v.Addr.Unmap().String()
}

func (n networks) canonical() string {
	var text []byte
	for _, prefix := range n {
		text = append(prefix.AppendTo(text), ',')
	}
	return strings.TrimSuffix(string(text), ",")
}

func (n networks) covers(other matcher) bool {
	for _, inner := range other.(networks) {
		if !n.has(inner) {
			return false
		}
	}
	return true
}

func (n networks) excludes(other matcher) bool {
	o := other.(networks)
	return !slices.ContainsFunc(o, n.has) && !slices.ContainsFunc(n, o.has)
}

// has reports whether a prefix of the set contains inner. Only the last one that
// does not begin after inner can.
func (n networks) has(inner netip.Prefix) bool {
	next, found := slices.BinarySearchFunc(n, inner.Addr(), func(p netip.Prefix, a netip.Addr) int {
		return p.Addr().Compare(a)
	})
	if found {
		next++
	}
	return next > 0 && isInside(inner, n[next-1])
}
