package routing

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// networks is a set of prefixes, sorted, none of them inside another.
type networks []netip.Prefix

func parseIP(value string, _ *time.Location) (matcher, error) {
	entries, err := list(value)
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

// outermost sorts prefixes and drops those inside another one.
func outermost(all networks) networks {
	slices.SortFunc(all, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	kept := all[:1]
	for _, prefix := range all[1:] { // those inside the last kept follow it
		if !contains(kept[len(kept)-1], prefix) {
			kept = append(kept, prefix)
		}
	}
	return kept
}

// network parses an address or a prefix. Mapped IPv4 is taken as IPv4.
func network(text string) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		addr, err := netip.ParseAddr(text)
		if err != nil || addr.Zone() != "" {
			return netip.Prefix{}, false
		}
		prefix = netip.PrefixFrom(addr, addr.BitLen())
	}
	if addr := prefix.Addr(); addr.Is4In6() && prefix.Bits() >= 96 {
		prefix = netip.PrefixFrom(addr.Unmap(), prefix.Bits()-96)
	}
	return prefix.Masked(), true
}

// contains reports whether the outer prefix contains the inner one.
func contains(outer, inner netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

func (n networks) match(v *Visit) bool {
	addr := v.Addr.Unmap().WithZone("")
	for _, prefix := range n {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

func (n networks) fact(v *Visit) string {
	if !v.Addr.IsValid() {
		return unknown
	}
	return v.Addr.Unmap().String()
}

func (n networks) canonical() string {
	texts := make([]string, len(n))
	for i, prefix := range n {
		texts[i] = prefix.String()
	}
	return strings.Join(texts, ",")
}

func (n networks) covers(other matcher) bool {
	for _, inner := range other.(networks) {
		if !slices.ContainsFunc(n, func(outer netip.Prefix) bool { return contains(outer, inner) }) {
			return false
		}
	}
	return true
}
