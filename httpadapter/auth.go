package httpadapter

import (
	"cmp"
	"fmt"
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
func bearer(s *linkpack.Shortener, r *http.Request) (linkpack.Principal, error) {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	secret = strings.Trim(secret, " ")
	if !strings.EqualFold(scheme, "Bearer") || secret == "" || len(secret) > maxSecret {
		return linkpack.Principal{}, linkpack.ErrUnauthorized
	}
	return s.Authenticate(r.Context(), secret)
}

// authenticate returns who makes a request. It refuses a principal without a
// workspace, which the engine would take for the default workspace.
func (e *endpoint) authenticate(r *http.Request) (linkpack.Principal, error) {
	if err := e.crossSite.check(r); err != nil {
		return linkpack.Principal{}, err
	}
	p, err := e.api.Authenticate(e.shortener, r)
	if err == nil && p.Workspace == "" {
		err = fmt.Errorf("principal without a workspace: %w", linkpack.ErrUnauthorized)
	}
	return p, err
}

// asPrincipal returns the request with its principal in the context, which is also
// the actor of changes unless the host has set one.
func asPrincipal(r *http.Request, p linkpack.Principal) *http.Request {
	ctx := linkpack.WithPrincipal(r.Context(), p)
	if linkpack.ActorOf(ctx) == "" {
		ctx = linkpack.WithActor(ctx, cmp.Or(p.User, p.Token))
	}
	return r.WithContext(ctx)
}

// clientKey identifies a client for rate limits: by its token or user. Without them, and
// with a publishable token, which all visitors of a page have, it is identified by its
// address, too. Of an IPv6 address it takes the /64, since one client usually has all of
// it.
func (h *Handler) clientKey(r *http.Request, p linkpack.Principal) string {
	parts := []string{p.Workspace, p.Token, p.User}
	if p.Token == "" && p.User == "" || p.Scope.Publishable {
		addr := h.addresses.client(r)
		if addr.Is6() {
			addr = netip.PrefixFrom(addr, 64).Masked().Addr()
		}
		parts = append(parts, addr.String())
	}
	return strings.Join(parts, "\x00")
}
