package httpadapter

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

const (
	// cookieLifetime is one year. Browsers keep cookies for at most 400 days.
	cookieLifetime = 365 * 24 * time.Hour
	// keyLetters are the letters that [rand.Text] uses; it returns 26 of them.
	keyLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	keyLength  = 26
)

// visitorCookie returns a copy of the cookie in the options, with defaults set.
func visitorCookie(opts *Options) (*http.Cookie, error) {
	if opts.VisitorCookie != nil && opts.Visitor != nil {
		return nil, &linkpack.FieldError{Field: "visitor_cookie", Reason: "cannot be used together with visitor"}
	}
	return ownCookie(opts.VisitorCookie, "visitor_cookie", cookieLifetime)
}

// identify sets the visitor's key, from Options.Visitor or from the cookie. A
// visitor without a cookie gets a new key, so that the variant of the first visit
// is kept. HEAD requests, prefetches and visitors who send Sec-GPC get no key.
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

// remember sets the cookie of a new visitor.
func (h *Handler) remember(w http.ResponseWriter, visit *routing.Visit) {
	if h.cookie == nil || visit.Familiarity != routing.NewVisitor {
		return
	}
	c := *h.cookie
	c.Value = visit.VisitorKey
	http.SetCookie(w, &c)
}

// isVisitorKey reports whether a value has the form of the keys that identify
// makes.
func isVisitorKey(value string) bool {
	return len(value) == keyLength && strings.Trim(value, keyLetters) == ""
}
