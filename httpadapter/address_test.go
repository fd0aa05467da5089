package httpadapter

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Three ways to say that there are proxies.
var (
	internal = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	proxies  = Options{TrustedProxies: internal}
	twoHops  = Options{TrustedHops: 2}
	cdn      = Options{ClientAddressHeader: "cf-connecting-ip"}
	standard = Options{TrustedProxies: internal, ClientAddressHeader: "Forwarded"}
)

func TestClientAddress(t *testing.T) {
	long := strings.Repeat("10.0.0.9, ", 1000)
	for name, c := range map[string]struct {
		opts   Options
		peer   string
		header http.Header
		want   string
	}{
		"the peer, without proxies":                      {Options{}, "192.0.2.1:4711", nil, "192.0.2.1"},
		"headers mean nothing without proxies":           {Options{}, "192.0.2.1:4711", xff("203.0.113.9"), "192.0.2.1"},
		"an IPv6 peer":                                   {Options{}, "[2001:db8::1]:4711", nil, "2001:db8::1"},
		"a peer's zone is dropped":                       {Options{}, "[fe80::1%eth0]:4711", nil, "fe80::1"},
		"an IPv4-mapped peer is IPv4":                    {Options{}, "[::ffff:192.0.2.1]:4711", nil, "192.0.2.1"},
		"a Unix socket has no address":                   {Options{}, "@", nil, ""},
		"a peer that is no proxy is not believed":        {proxies, "192.0.2.1:1", xff("203.0.113.9"), "192.0.2.1"},
		"a proxy is believed":                            {proxies, "10.0.0.1:1", xff("203.0.113.9"), "203.0.113.9"},
		"a proxy that passes nothing on is the client":   {proxies, "10.0.0.1:1", nil, "10.0.0.1"},
		"the rightmost address that is no proxy":         {proxies, "10.0.0.1:1", xff("1.1.1.1, 203.0.113.9, 10.0.0.2"), "203.0.113.9"},
		"several lines are one list":                     {proxies, "10.0.0.1:1", xff("1.1.1.1", "203.0.113.9", "10.0.0.3,10.0.0.2"), "203.0.113.9"},
		"all proxies: the leftmost":                      {proxies, "10.0.0.1:1", xff("10.0.0.3, 10.0.0.2"), "10.0.0.3"},
		"empty entries are skipped":                      {proxies, "10.0.0.1:1", xff(" , 203.0.113.9,, ", ""), "203.0.113.9"},
		"entries may have ports":                         {proxies, "10.0.0.1:1", xff("203.0.113.9:80, [fd00::2]:443"), "203.0.113.9"},
		"IPv6 with and without brackets":                 {proxies, "[fd00::1]:1", xff("2001:db8::7, [fd00::3]"), "2001:db8::7"},
		"an unknown entry ends the search":               {proxies, "10.0.0.1:1", xff("203.0.113.9, unknown, 10.0.0.2"), "10.0.0.2"},
		"a name ends the search":                         {proxies, "10.0.0.1:1", xff("localhost"), "10.0.0.1"},
		"an IPv4-mapped proxy":                           {proxies, "[::ffff:10.0.0.1]:1", xff("203.0.113.9"), "203.0.113.9"},
		"a thousand proxies are not followed":            {proxies, "10.0.0.1:1", xff("203.0.113.9, " + long), "10.0.0.9"},
		"Forwarded, where X-Forwarded-For is absent":     {proxies, "10.0.0.1:1", forwarded("for=203.0.113.9;proto=https"), "203.0.113.9"},
		"X-Forwarded-For comes first":                    {proxies, "10.0.0.1:1", both("203.0.113.9", "for=1.1.1.1"), "203.0.113.9"},
		"a host may name Forwarded":                      {standard, "10.0.0.1:1", both("1.1.1.1", "for=203.0.113.9"), "203.0.113.9"},
		"Forwarded with quoted IPv6 and port":            {standard, "10.0.0.1:1", forwarded(`for="[2001:db8::7]:4711"`), "2001:db8::7"},
		"Forwarded with several elements":                {standard, "10.0.0.1:1", forwarded(`for=1.1.1.1, For=203.0.113.9 ; by=10.0.0.2, FOR="[fd00::4]"`), "203.0.113.9"},
		"Forwarded with separators in quotes":            {standard, "10.0.0.1:1", forwarded(`for=203.0.113.9;by="a,b;for=1.1.1.1"`), "203.0.113.9"},
		"Forwarded with escaped quotes":                  {standard, "10.0.0.1:1", forwarded(`for=1.1.1.1, by="x\",y";for=203.0.113.9`), "203.0.113.9"},
		"Forwarded with an obfuscated name":              {standard, "10.0.0.1:1", forwarded("for=203.0.113.9, for=_hidden"), "10.0.0.1"},
		"Forwarded without for":                          {standard, "10.0.0.1:1", forwarded("proto=https"), "10.0.0.1"},
		"an open quote of the client changes nothing":    {standard, "10.0.0.1:1", forwarded(`for="1.1.1.1;x=", for=203.0.113.9`), "203.0.113.9"},
		"a count of hops":                                {twoHops, "192.0.2.1:1", xff("1.1.1.1, 203.0.113.9, 198.51.100.2"), "203.0.113.9"},
		"a count of hops, all that there are":            {twoHops, "192.0.2.1:1", xff("203.0.113.9"), "203.0.113.9"},
		"a count of hops behind a Unix socket":           {Options{TrustedHops: 1}, "@", xff("1.1.1.1, 203.0.113.9"), "203.0.113.9"},
		"a CDN's header":                                 {cdn, "192.0.2.1:1", http.Header{"Cf-Connecting-Ip": {"203.0.113.9"}}, "203.0.113.9"},
		"a CDN's header that is missing":                 {cdn, "192.0.2.1:1", xff("203.0.113.9"), "192.0.2.1"},
		"a CDN's header that is no address":              {cdn, "192.0.2.1:1", http.Header{"Cf-Connecting-Ip": {"nobody"}}, "192.0.2.1"},
		"a CDN's header counts from its networks alone":  {Options{TrustedProxies: internal, ClientAddressHeader: "X-Real-Ip"}, "192.0.2.1:1", http.Header{"X-Real-Ip": {"1.1.1.1"}}, "192.0.2.1"},
		"an entry that is too long ends the search":      {proxies, "10.0.0.1:1", xff(strings.Repeat("1", 10_000)), "10.0.0.1"},
		"text after a bracket ends the search":           {proxies, "10.0.0.1:1", xff("[2001:db8::7]x"), "10.0.0.1"},
		"a bracket that is not closed ends the search":   {proxies, "10.0.0.1:1", xff("[2001:db8::7"), "10.0.0.1"},
		"a thousand empty entries are skipped, not read": {proxies, "10.0.0.1:1", xff("203.0.113.9" + strings.Repeat(",", 1000)), "203.0.113.9"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := newAddressResolver(&c.opts)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := netip.ParseAddr(c.want)
			if got := a.client(&http.Request{RemoteAddr: c.peer, Header: c.header}); got != want {
				t.Errorf("address is %v, want %v", got, want)
			}
		})
	}
}

func xff(lines ...string) http.Header { return http.Header{"X-Forwarded-For": lines} }

func forwarded(lines ...string) http.Header { return http.Header{"Forwarded": lines} }

func both(list, standard string) http.Header {
	return http.Header{"X-Forwarded-For": {list}, "Forwarded": {standard}}
}

func TestAddressOptionsThatContradict(t *testing.T) {
	for field, opts := range map[string]Options{
		"trusted_hops":       {TrustedHops: 1, TrustedProxies: internal},
		"trusted_proxies[1]": {TrustedProxies: []netip.Prefix{internal[0], {}}},
	} {
		_, err := newAddressResolver(&opts)
		var wrong *linkpack.FieldError
		if !errors.As(err, &wrong) || wrong.Field != field {
			t.Errorf("error is %v, want one of %s", err, field)
		}
	}
	for _, hops := range []int{-1, maxHops + 1} {
		if _, err := newAddressResolver(&Options{TrustedHops: hops}); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%d hops: error is %v", hops, err)
		}
	}
}

func TestMappedPrefixIsIPv4(t *testing.T) {
	a, err := newAddressResolver(&Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("::ffff:10.1.2.3/104")}})
	if err != nil {
		t.Fatal(err)
	}
	got := a.client(&http.Request{RemoteAddr: "10.9.9.9:1", Header: xff("203.0.113.9")})
	if got != netip.MustParseAddr("203.0.113.9") {
		t.Errorf("address is %v", got)
	}
}

// FuzzClientAddress checks that nothing a client sends changes the address that the
// proxy reports for it.
func FuzzClientAddress(f *testing.F) {
	for _, seed := range []string{"", "1.1.1.1", `for="`, `for="a\`, "\"", ",,;;==", "[::1", `for="[::1]:80";by=_x, for=unknown`, "10.0.0.1, 10.0.0.2"} {
		f.Add(seed, "@")
		f.Add(seed, "10.0.0.1:80")
	}
	a, err := newAddressResolver(&proxies)
	if err != nil {
		f.Fatal(err)
	}
	client := netip.MustParseAddr("203.0.113.9")
	f.Fuzz(func(t *testing.T, sent, peer string) {
		a.client(&http.Request{RemoteAddr: peer, Header: xff(sent, peer)})
		for _, header := range []http.Header{
			xff(sent + ", 203.0.113.9, 10.0.0.2"),
			xff(sent, "203.0.113.9"),
			forwarded(sent + `, for=203.0.113.9;by="x,y", for="[fd00::2]:80"`),
			forwarded(sent, `for="203.0.113.9:1"`),
		} {
			if got := a.client(&http.Request{RemoteAddr: "10.0.0.1:1", Header: header}); got != client {
				t.Errorf("address is %v with %q", got, header)
			}
		}
	})
}

func BenchmarkClientAddress(b *testing.B) {
	for name, c := range map[string]struct {
		opts   Options
		peer   string
		header http.Header
	}{
		"peer":      {Options{}, "203.0.113.9:4711", nil},
		"proxy":     {proxies, "10.0.0.1:4711", xff("203.0.113.9, 10.0.0.2")},
		"forwarded": {proxies, "10.0.0.1:4711", forwarded(`for="[2001:db8::7]:4711";proto=https`)},
		"1000 hops": {proxies, "10.0.0.1:4711", xff(strings.Repeat("10.0.0.9, ", 1000) + "10.0.0.2")},
	} {
		b.Run(name, func(b *testing.B) {
			a, err := newAddressResolver(&c.opts)
			if err != nil {
				b.Fatal(err)
			}
			r := &http.Request{RemoteAddr: c.peer, Header: c.header}
			b.ReportAllocs()
			defer b.ReportMetric(0, "max-allocs/op")
			for b.Loop() {
				if !a.client(r).IsValid() {
					b.Fatal("no address")
				}
			}
		})
	}
}
