package geoip_test

import (
	"net/netip"
	"testing"
)

func BenchmarkLocate(b *testing.B) {
	addr := netip.MustParseAddr("198.51.100.7")
	for _, file := range []string{"flat-country.mmdb", "maxmind-country.mmdb", "maxmind-city.mmdb"} {
		b.Run(file, func(b *testing.B) {
			r := open(b, file)
			b.ReportAllocs()
			for b.Loop() {
				r.Locate(addr)
			}
			b.ReportMetric(0, "max-allocs/op")
		})
	}
}

func TestLocateDoesNotAllocate(t *testing.T) {
	r := open(t, "maxmind-city.mmdb")
	addr := netip.MustParseAddr("198.51.100.7")
	if n := testing.AllocsPerRun(100, func() { r.Locate(addr) }); n != 0 {
		t.Errorf("%.0f allocations per lookup", n)
	}
}
