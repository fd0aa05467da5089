package countrydb_test

import (
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/geoip"
	"github.com/linkpack/linkpack-go/routing/geoip/countrydb"
)

func open(t testing.TB) *geoip.Reader {
	t.Helper()
	r, err := countrydb.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func TestWellKnownAddresses(t *testing.T) {
	r := open(t)
	for addr, want := range map[string]string{
		"8.8.8.8":              "US", // Google
		"212.58.244.1":         "GB", // BBC
		"193.99.144.80":        "DE", // Heise
		"133.11.0.1":           "JP", // University of Tokyo
		"2001:4860:4860::8888": "US", // Google
		"2a02:2e0:3fe:1001::1": "DE", // Heise
		"::ffff:133.11.0.1":    "JP", // IPv4 in IPv6
		"10.0.0.1":             "",   // private
		"127.0.0.1":            "",   // loopback
		"::1":                  "",
	} {
		if got := r.Locate(netip.MustParseAddr(addr)).Country; got != want {
			t.Errorf("%s is in %q, want %q", addr, got, want)
		}
	}
}

// The database must know nearly all of the public IPv4 space.
func TestCoverage(t *testing.T) {
	r := open(t)
	known, asked := 0, 0
	for i := range uint32(1 << 16) {
		addr := netip.AddrFrom4([4]byte{byte(i >> 8), byte(i), 7, 9})
		if !public(addr) {
			continue
		}
		asked++
		if r.Locate(addr) != (routing.Place{}) {
			known++
		}
	}
	if share := float64(known) / float64(asked); share < 0.98 {
		t.Errorf("%.1f %% of %d addresses have a country, want 98 %%", 100*share, asked)
	}
}

func public(addr netip.Addr) bool {
	first := addr.As4()[0]
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && first != 0 && first < 224 && first != 127
}

func TestBuildTimeIsOfTheData(t *testing.T) {
	built := open(t).BuildTime()
	if want := time.Date(2026, 6, 17, 19, 51, 40, 0, time.UTC); !built.Equal(want) {
		t.Errorf("built %v, want %v", built, want)
	}
}

func TestOpeningSharesTheBytes(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	open(t)
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
		t.Errorf("opening took %d bytes of memory, want less than a megabyte", got)
	}
	if allocs := testing.AllocsPerRun(1, func() { open(t) }); allocs > 500 {
		t.Errorf("opening made %.0f allocations", allocs)
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := countrydb.Open(); err != nil {
			b.Fatal(err)
		}
	}
}

// Addresses all over the space, so that the tree is not in the cache of the
// processor as it would be for one address.
func BenchmarkLocate(b *testing.B) {
	r := open(b)
	addrs := make([]netip.Addr, 4096)
	for i := range addrs {
		x := uint32(i) * 0x9E3779B1
		addrs[i] = netip.AddrFrom4([4]byte{byte(x >> 24), byte(x >> 16), byte(x >> 8), byte(x)})
	}
	for _, addr := range addrs {
		r.Locate(addr) // decoded once, cached from then on
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r.Locate(addrs[i%len(addrs)])
		i++
	}
	b.ReportMetric(0, "max-allocs/op")
}
