package httpadapter

import (
	"crypto/hmac"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// internalLifetime is how long a browser is marked by default.
const internalLifetime = 90 * 24 * time.Hour

// internalCookie returns a copy of the cookie in the options, with defaults set.
func internalCookie(opts *Options) (*http.Cookie, error) {
	c, err := ownCookie(opts.InternalCookie, "internal_cookie", internalLifetime)
	switch {
	case c == nil:
		return nil, err
	case c.MaxAge <= 0:
		return nil, &linkpack.FieldError{Field: "internal_cookie", Reason: "must have a positive MaxAge"}
	case opts.VisitorCookie != nil && opts.VisitorCookie.Name == c.Name:
		return nil, &linkpack.FieldError{Field: "internal_cookie", Reason: "must not have the name of visitor_cookie"}
	}
	return c, nil
}

// Internal returns a page with a button by which people mark their browser, so that
// its visits are internal (see Options.InternalCookie), and another to end that. The
// page shows the present state. Mount it behind the host's own login, on each host
// name whose short links it is for:
//
//	mux.Handle("/staff/internal", login(handler.Internal()))
//
// Whoever can open the page sees where links with MaxClicks lead without using them
// up, in all workspaces. The form of the page works on its own origin only. Without
// Options.InternalCookie, Internal answers 404.
func (h *Handler) Internal() http.Handler { return http.HandlerFunc(h.serveInternal) }

func (h *Handler) serveInternal(w http.ResponseWriter, r *http.Request) {
	defer h.rescue(w, r)
	switch {
	case h.internal == nil:
		h.serveNotFound(w, r)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		servePage(w, r, h.internalPage(r, h.isInternal(r)))
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, "this page can be opened, and its form can be sent", http.StatusMethodNotAllowed)
	case h.crossOrigin.Check(r) != nil:
		http.Error(w, "pages of other sites may not send this form", http.StatusForbidden)
	default:
		h.mark(w, r)
	}
}

// mark sets or removes the cookie, as the form asks.
func (h *Handler) mark(w http.ResponseWriter, r *http.Request) {
	c := *h.internal
	wanted := readForm(w, r).Get("internal")
	switch wanted {
	case "on":
		expires := h.shortener.Now().Add(time.Duration(c.MaxAge) * time.Second)
		c.Value = h.signed(strconv.FormatInt(expires.Unix(), 10))
	case "off":
		c.MaxAge = -1
	default:
		http.Error(w, "internal: must be on or off", http.StatusBadRequest)
		return
	}
	http.SetCookie(w, &c)
	servePage(w, r, h.internalPage(r, wanted == "on"))
}

// signed returns a cookie's expiry, in seconds since 1970, with its signature.
func (h *Handler) signed(expires string) string {
	return expires + "." + base64.RawURLEncoding.EncodeToString(h.shortener.Sign("internal cookie", expires))
}

// isInternal reports whether a request has a cookie that Internal has set and that
// has not expired. Without Options.InternalCookie it must not be called.
func (h *Handler) isInternal(r *http.Request) bool {
	sent, err := r.Cookie(h.internal.Name)
	if err != nil {
		return false
	}
	expires, _, _ := strings.Cut(sent.Value, ".")
	seconds, err := strconv.ParseInt(expires, 10, 64)
	return err == nil && h.shortener.Now().Unix() < seconds && hmac.Equal([]byte(sent.Value), []byte(h.signed(expires)))
}

// internalPage says whether the browser's visits are internal.
func (h *Handler) internalPage(r *http.Request, internal bool) *page {
	key := "Counted"
	if internal {
		key = "Internal"
	}
	content := h.pages.in(r).page(http.StatusOK, key)
	content.Internal = internal
	return h.render(r, internalTemplate, content)
}
