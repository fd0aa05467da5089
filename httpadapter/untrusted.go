package httpadapter

import (
	"net/http"
	"net/netip"
)

// warnOfProxy tells the host once that a proxy stands before it whose word
// nobody takes: all visitors seem to come from one address then, are counted as
// one and share one limit. Only a peer of the host's own network can be such a
// proxy for sure; anybody else may have made the header up.
func (h *Handler) warnOfProxy(r *http.Request, client netip.Addr) {
	if len(r.Header["X-Forwarded-For"]) == 0 && len(r.Header["Forwarded"]) == 0 || h.warned.Load() {
		return
	}
	isNear := client.IsPrivate() || client.IsLoopback()
	if !isNear || h.addresses.TrustsPeer(r) || h.warned.Swap(true) {
		return
	}
	h.opts.Logger.WarnContext(r.Context(), "a proxy that is not trusted names other addresses for visitors; see Options.TrustedProxies",
		"proxy", client)
}
