package webhook

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"
)

const (
	// sendTimeout limits an attempt, from looking up the host to the end of the answer.
	sendTimeout = 10 * time.Second
	// maxHeader is the most bytes of the headers of an answer.
	maxHeader = 64 << 10
	// maxIdleOfHost is how many idle connections to a host are kept. Several webhooks
	// have the same host, such as that of a chat service.
	maxIdleOfHost = 64
)

// newGuard returns what decides which addresses may be dialled.
func newGuard(allowed []netip.Prefix) *ssrf.Guardian {
	var v4, v6 []netip.Prefix
	for _, p := range allowed {
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	return ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
}

// guarded returns what sends deliveries. The guard sees every address that is dialled,
// after the host was looked up, so it does not matter what the host is called.
func guarded(o *Options, guard *ssrf.Guardian) http.RoundTripper {
	if o.transport != nil {
		return o.transport
	}
	dialer := &net.Dialer{Timeout: sendTimeout, Resolver: o.Resolver, Control: guard.Safe}
	return newTransport(dialer.DialContext, max(o.InFlight, maxIdleOfHost))
}

// newTransport returns what sends over connections made by dial, and keeps some of each
// host. It uses no proxy, which would dial for it.
func newTransport(dial dialFunc, idle int) *http.Transport {
	return &http.Transport{
		DialContext:            dial,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           1000,
		MaxIdleConnsPerHost:    idle,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    sendTimeout,
		MaxResponseHeaderBytes: maxHeader,
	}
}

// dialFunc makes a connection.
type dialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// checkTarget checks the URL of a webhook. It refuses early what could never be dialled.
func (w *Webhooks) checkTarget(ctx context.Context, rawURL string) (string, error) {
	checked, err := w.links.CheckURL(ctx, "url", rawURL)
	if err != nil {
		return "", err
	}
	target, err := url.Parse(checked)
	if err != nil {
		return "", invalid("url", "is not a valid URL")
	}
	host := strings.TrimSuffix(strings.ToLower(target.Hostname()), ".")
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	addr, err := netip.ParseAddr(host)
	if local {
		addr, err = netip.AddrFrom4([4]byte{127, 0, 0, 1}), nil
	}
	if err == nil && w.guard.SafeAddr(addr.Unmap()) != nil {
		return "", invalid("url", "leads to %s, which is in no public network", host)
	}
	return checked, nil
}
