package httpadapter

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// crossSite refuses requests that pages of other sites make in the name of their
// visitors. A browser adds the visitor's cookies to such a request, so a host that
// authenticates by cookies would take it for the visitor's own. Tokens in the
// header Authorization need no protection, since no page can send another's token.
type crossSite struct {
	protection *http.CrossOriginProtection
	everyone   bool // whether pages of all origins may call the APIs
}

// newCrossSite returns the protection of a host's own authentication. The listed
// origins are trusted.
func newCrossSite(allowed origins) (*crossSite, error) {
	c := &crossSite{protection: http.NewCrossOriginProtection(), everyone: allowed[everyOrigin]}
	for origin := range allowed {
		if origin == everyOrigin {
			continue
		}
		if err := c.protection.AddTrustedOrigin(origin); err != nil {
			return nil, &linkpack.FieldError{Field: "allowed_origins", Reason: err.Error()}
		}
	}
	return c, nil
}

// check refuses a request that would change something and comes from a page of
// another site. If every origin is allowed, it refuses only requests to which a
// browser may have added credentials. A nil crossSite refuses nothing.
func (c *crossSite) check(r *http.Request) error {
	if c == nil {
		return nil
	}
	err := c.protection.Check(r)
	if err == nil || c.everyone && !mayBeAdded(r) {
		return nil
	}
	message := "pages of other sites may not make this request"
	if origin := r.Header.Get("Origin"); origin != "" {
		message += fmt.Sprintf(", and this one is of %.100q", origin)
	}
	return &Problem{Status: http.StatusForbidden, Message: message, Err: err}
}

// mayBeAdded reports whether a browser may have added the request's credentials by
// itself: cookies, the answer to a password prompt, or a client certificate.
func mayBeAdded(r *http.Request) bool {
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	prompted := scheme != "" && !strings.EqualFold(scheme, "Bearer")
	return len(r.Header["Cookie"]) > 0 || prompted || r.TLS != nil && len(r.TLS.PeerCertificates) > 0
}
