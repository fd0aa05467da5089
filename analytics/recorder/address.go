package recorder

import (
	"net/netip"

	"github.com/linkpack/linkpack-go/analytics"
)

// keptAddress returns the part of an address that the policy keeps.
func keptAddress(p analytics.AddressPolicy, addr netip.Addr) (kept netip.Addr, truncated bool) {
	addr = addr.Unmap().WithZone("")
	switch {
	case p == analytics.DropAddresses || !addr.IsValid():
		return netip.Addr{}, false
	case p == analytics.KeepAddresses:
		return addr, false
	}
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	prefix, _ := addr.Prefix(bits) // fails only for more bits than there are
	return prefix.Addr(), true
}
