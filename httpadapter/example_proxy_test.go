package httpadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Behind a proxy, all visitors seem to have the proxy's address. Name the proxy's
// network, and the client addresses that it sends are trusted; those that other
// clients send are not.
//
// The only safe default is the TCP peer. Choose an option by what you know of the
// proxies: TrustedProxies if you know their addresses, TrustedHops if you know
// only their number, and ClientAddressHeader for a CDN that overwrites a header of
// its own.
func ExampleHandler_ClientAddr() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	h, err := httpadapter.New(s, &httpadapter.Options{
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := httptest.NewRequest(http.MethodGet, "/guide", nil)
	r.Header.Set("X-Forwarded-For", "198.51.100.66, 203.0.113.9") // the client sent the first itself

	r.RemoteAddr = "10.0.0.1:4711"
	fmt.Println("through the proxy:", h.ClientAddr(r))
	r.RemoteAddr = "192.0.2.200:4711"
	fmt.Println("past the proxy:   ", h.ClientAddr(r))
	// Output:
	// through the proxy: 203.0.113.9
	// past the proxy:    192.0.2.200
}
