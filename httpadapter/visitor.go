package httpadapter

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

const (
	// cookieLifetime is one year. Browsers keep none for longer than 400 days.
	cookieLifetime = 365 * 24 * time.Hour
	// keyLetters are those of [rand.Text], which has 26 of them.
	keyLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	keyLength  = 26
)

// visitorCookie completes the cookie of the options, which stays as it is.
func visitorCookie(opts *Options) (*http.Cookie, error) {
	if opts.VisitorCookie == nil {
		return nil, nil //nolint:nilnil // there is to be none
	}
	if opts.Visitor != nil {
		return nil, &linkpack.FieldError{Field: "visitor_cookie", Reason: "cannot be used together with visitor"}
	}
	c := *opts.VisitorCookie
	c.Value, c.HttpOnly = "", true
	if c.Path == "" {
		c.Path = "/"
	}
	if c.MaxAge == 0 && c.Expires.IsZero() {
		c.MaxAge = int(cookieLifetime.Seconds())
	}
	if c.SameSite == 0 {
		c.SameSite = http.SameSiteLaxMode
	}
	if err := c.Valid(); err != nil {
		return nil, &linkpack.FieldError{Field: "visitor_cookie", Reason: fmt.Sprintf("is no cookie: %v", err)}
	}
	return &c, nil
}

// identify says who visits: as the host knows them, or as the cookie does. Who
// has none gets the key of a new one, so that they stay with the variant of
// their first visit. Requests that are no visit of a person get none, nor does
// who wants no traces (Sec-GPC).
func (h *Handler) identify(r *http.Request, visit *routing.Visit) {
	switch {
	case h.opts.Visitor != nil:
		visit.VisitorKey, visit.Familiarity = h.opts.Visitor(r)
	case h.cookie == nil:
	default:
		if sent, err := r.Cookie(h.cookie.Name); err == nil && isVisitorKey(sent.Value) {
			visit.VisitorKey, visit.Familiarity = sent.Value, routing.ReturningVisitor
		} else if r.Method != http.MethodHead && !visit.Prefetch && first(r.Header["Sec-Gpc"]) != "1" {
			visit.VisitorKey, visit.Familiarity = rand.Text(), routing.NewVisitor
		}
	}
}

// remember gives a new visitor the cookie.
func (h *Handler) remember(w http.ResponseWriter, visit *routing.Visit) {
	if h.cookie == nil || visit.Familiarity != routing.NewVisitor {
		return
	}
	c := *h.cookie
	c.Value = visit.VisitorKey
	http.SetCookie(w, &c)
}

// isVisitorKey tells what identify has made from what somebody made up.
func isVisitorKey(value string) bool {
	return len(value) == keyLength && strings.Trim(value, keyLetters) == ""
}
