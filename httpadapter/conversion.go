package httpadapter

import (
	"context"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// conversionLifetime is how long a browser keeps a click's lbid by default.
const conversionLifetime = 30 * 24 * time.Hour

// conversionCookie returns a copy of the cookie in the options, with defaults set.
func conversionCookie(opts *Options) (*http.Cookie, error) {
	if opts.ConversionCookie == nil {
		return nil, nil //nolint:nilnil // nil means no cookie
	}
	named := *opts.ConversionCookie
	if named.Name == "" {
		named.Name = "lbid"
	}
	for _, other := range []*http.Cookie{opts.VisitorCookie, opts.InternalCookie} {
		if other != nil && other.Name == named.Name {
			return nil, &linkpack.FieldError{Field: "conversion_cookie", Reason: "must not have the name of another cookie"}
		}
	}
	return ownCookie(&named, "conversion_cookie", conversionLifetime)
}

// keepLBID sets the cookie with the lbid of a tracked click, but not for visitors who
// send Sec-GPC.
func (h *Handler) keepLBID(w http.ResponseWriter, r *http.Request, res *linkpack.Resolution) {
	if h.conversion == nil || first(r.Header["Sec-Gpc"]) == "1" {
		return
	}
	if lbid := res.LBID(); lbid != "" {
		c := *h.conversion
		c.Value = lbid
		http.SetCookie(w, &c)
	}
}

// lbidKey is the key of a request's lbid in its context.
type lbidKey struct{}

// withLBID returns the request with the lbid of its cookie in the context.
func (h *Handler) withLBID(r *http.Request) *http.Request {
	if h.conversion == nil {
		return r
	}
	sent, err := r.Cookie(h.conversion.Name)
	if err != nil {
		return r
	}
	return r.WithContext(context.WithValue(r.Context(), lbidKey{}, sent.Value))
}

// LBID returns the lbid in the ConversionCookie of an API request, which says by which
// click the visitor came. It is empty if there is none or the option is not set. It is
// the visitor's text and can be anything.
func LBID(r *http.Request) string {
	lbid, _ := r.Context().Value(lbidKey{}).(string)
	return lbid
}
