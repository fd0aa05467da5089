package httpadapter

import (
	"cmp"
	"net/http"
	"net/netip"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxSecret is the maximum length of a token in bytes.
const maxSecret = 1024

// bearer authenticates by "Authorization: Bearer <token>". A token is looked up
// by its hash, so that the time this takes does not reveal how close a wrong
// token is to a right one.
func bearer(s *linkpack.Shortener) func(*http.Request) (linkpack.Principal, error) {
	return func(r *http.Request) (linkpack.Principal, error) {
		scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		secret = strings.Trim(secret, " ")
		if !strings.EqualFold(scheme, "Bearer") || secret == "" || len(secret) > maxSecret {
			return linkpack.Principal{}, linkpack.ErrUnauthorized
		}
		return s.Authenticate(r.Context(), secret)
	}
}

// clientKey identifies a client for rate limits: by its token, else its
// workspace, else its address. Of an IPv6 address it takes the /64, since one
// client usually has all of it.
func (h *Handler) clientKey(r *http.Request, p linkpack.Principal) string {
	if key := cmp.Or(p.Token, p.Workspace); key != "" {
		return key
	}
	addr := h.addresses.client(r)
	if addr.Is6() {
		return netip.PrefixFrom(addr, 64).Masked().String()
	}
	return addr.String()
}
