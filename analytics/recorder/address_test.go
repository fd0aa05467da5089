package recorder

import (
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

func TestAddressesAreKeptByPolicy(t *testing.T) {
	for _, tt := range []struct {
		policy analytics.AddressPolicy
		addr   string
		want   string
		size   int
	}{
		{analytics.TruncateAddresses, "203.0.113.77", "203.0.113.0", 3},
		{analytics.TruncateAddresses, "::ffff:203.0.113.77", "203.0.113.0", 3},
		{analytics.TruncateAddresses, "2001:db8:1:2:3::4", "2001:db8:1::", 6},
		{analytics.TruncateAddresses, "fe80::1%eth0", "fe80::", 6},
		{analytics.KeepAddresses, "203.0.113.77", "203.0.113.77", 4},
		{analytics.KeepAddresses, "2001:db8:1:2:3::4", "2001:db8:1:2:3::4", 16},
		{analytics.DropAddresses, "203.0.113.77", "invalid IP", 0},
	} {
		var e clicklog.Entry
		e.Addr, e.Truncated = keptAddress(tt.policy, netip.MustParseAddr(tt.addr))
		rec := clicklog.Record{Kind: e.KindOf(), Addr: clicklog.AppendAddr(nil, &e, e.KindOf())}
		if got := rec.Address().String(); got != tt.want || len(rec.Addr) != tt.size {
			t.Errorf("policy %d keeps %s of %s in %d bytes", tt.policy, got, tt.addr, len(rec.Addr))
		}
	}
	if addr, _ := keptAddress(analytics.TruncateAddresses, netip.Addr{}); addr.IsValid() {
		t.Error("an unknown address became", addr)
	}
}
