package httpadapter

import (
	"net/http"
	"net/netip"
)

// warnOfProxy logs once that requests come through a proxy that is not trusted. All
// visitors then seem to have the proxy's address: they are counted as one visitor
// and share one limit. Only a peer in a private network is taken for a proxy, since
// any other client may have forged the header.
func (h *Handler) warnOfProxy(r *http.Request, client netip.Addr) {
	isNear := client.IsPrivate() || client.IsLoopback()
	if !isNear || h.warned.Load() || !isForwarded(r.Header) || h.addresses.trustsPeer(r) || h.warned.Swap(true) {
		return
	}
	h.opts.Logger.WarnContext(r.Context(), "requests come through a proxy that is not trusted, so its address is taken for that of all visitors; see Options.TrustedProxies",
		"proxy", client)
}

// isForwarded reports whether a request has a header that proxies send.
func isForwarded(header http.Header) bool {
	return len(header["X-Forwarded-For"]) > 0 || len(header["Forwarded"]) > 0
}
