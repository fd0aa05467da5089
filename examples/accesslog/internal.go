package main

import (
	"fmt"
	"net/netip"
	"strings"
)

// setInternal reads the networks and single addresses whose visits are internal.
func (c *config) setInternal(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if addr, err := netip.ParseAddr(part); err == nil {
			part = netip.PrefixFrom(addr, addr.BitLen()).String()
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			return fmt.Errorf("%q is not an address prefix such as 192.0.2.0/24", part)
		}
		c.internal = append(c.internal, prefix)
	}
	return nil
}
