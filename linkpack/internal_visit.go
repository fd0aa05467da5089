package linkpack

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/linkpack/linkpack-go/routing"
)

// configureInternal checks the networks of internal visits.
func (s *Shortener) configureInternal() error {
	for i, prefix := range s.opts.Internal {
		field := fmt.Sprintf("internal[%d]", i)
		if !prefix.IsValid() {
			return invalid(field, "is not a valid prefix")
		}
		if prefix = unmapped(prefix); prefix.Bits() == 0 {
			return invalid(field, "contains all addresses, so no click would be counted")
		}
		s.internal = append(s.internal, prefix)
	}
	return nil
}

// unmapped returns a prefix of IPv4-mapped addresses as one of IPv4.
func unmapped(prefix netip.Prefix) netip.Prefix {
	const mapped = 96 // bits before the IPv4 address
	if prefix.Addr().Is4In6() && prefix.Bits() >= mapped {
		prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-mapped)
	}
	return prefix
}

// markInternal sets the visit's Internal if its address is in a network of internal
// visits.
func (s *Shortener) markInternal(visit *routing.Visit) {
	if len(s.internal) > 0 && !visit.Internal {
		visit.Internal = s.isInternal(visit.Addr)
	}
}

// isInternal reports whether an address is in a network of internal visits.
func (s *Shortener) isInternal(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	return slices.ContainsFunc(s.internal, func(prefix netip.Prefix) bool { return prefix.Contains(addr) })
}
