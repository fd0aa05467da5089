package httpadapter

import (
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// Handler serves the redirects and APIs of a [linkpack.Shortener]. It is safe
// for concurrent use and holds nothing that needs closing.
type Handler struct {
	shortener *linkpack.Shortener
	opts      Options
	addresses *addressResolver
	origins   origins
	router    *router
	pages     *pages
	reserved  map[string]bool // the shortener's reserved codes
	cookie    *http.Cookie    // recognizes visitors; may be nil
	internal  *http.Cookie    // marks internal visitors; may be nil
	// conversion keeps the lbid of tracked clicks; it may be nil.
	conversion *http.Cookie
	// crossOrigin refuses forms of other sites. Its zero value is ready to use.
	crossOrigin http.CrossOriginProtection
	crossSite   *crossSite // protects a host's own authentication; nil with tokens
	noStore     []string   // Cache-Control of answers that may change at any time
	briefly     []string   // Cache-Control of permanent redirects
	visits      sync.Pool
	warned      atomic.Bool // whether an untrusted proxy was reported
}

// New returns a handler for the links of s. With nil options it serves only
// redirects. New fails if s is nil, if options contradict each other, if routes
// conflict, or if the first segment of a route is not a reserved code of s, since
// a link could then take its place. Its errors are [linkpack.FieldError]s.
func New(s *linkpack.Shortener, opts *Options) (*Handler, error) {
	if s == nil {
		return nil, &linkpack.FieldError{Field: "shortener", Reason: "is required"}
	}
	h := &Handler{
		shortener: s,
		opts:      opts.withDefaults(s),
		reserved:  reservedBy(s),
		noStore:   []string{"private, no-store"},
		briefly:   []string{"private, max-age=90"},
		visits:    sync.Pool{New: func() any { return new(routing.Visit) }},
	}
	var err error
	if h.addresses, err = newAddressResolver(&h.opts); err != nil {
		return nil, err
	}
	if h.origins, err = newOrigins(h.opts.AllowedOrigins); err != nil {
		return nil, err
	}
	if opts != nil && opts.Authenticate != nil {
		if h.crossSite, err = newCrossSite(h.origins); err != nil {
			return nil, err
		}
	}
	if h.cookie, err = visitorCookie(&h.opts); err != nil {
		return nil, err
	}
	if h.internal, err = internalCookie(&h.opts); err != nil {
		return nil, err
	}
	if h.conversion, err = conversionCookie(&h.opts); err != nil {
		return nil, err
	}
	if h.pages, err = newPages(&h.opts); err != nil {
		return nil, err
	}
	if h.router, err = newRouter(h, h.opts.APIs); err != nil {
		return nil, err
	}
	return h, nil
}

// reservedBy returns the reserved codes of s.
func reservedBy(s *linkpack.Shortener) map[string]bool {
	reserved := make(map[string]bool)
	for _, code := range s.Reserved() {
		reserved[code] = true
	}
	return reserved
}

// ServeHTTP serves redirects and APIs.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.router.owns(r.URL.Path) {
		h.router.ServeHTTP(w, r)
		return
	}
	h.serveRedirect(w, r)
}

// Redirects returns a handler that serves short links and no API.
func (h *Handler) Redirects() http.Handler { return http.HandlerFunc(h.serveRedirect) }

// API returns a handler that serves the APIs and no short link.
func (h *Handler) API() http.Handler { return h.router }

// ClientAddr returns the address of a request's client, by the options TrustedProxies,
// TrustedHops and ClientAddressHeader. Routing, counting and limits use the same
// address. The search in a header ends at an entry that is not an address; the result is
// then the last address that was read. It has no zone, and IPv4-mapped addresses are
// IPv4. It is the zero Addr if there is none, as for a Unix socket without TrustedHops.
func (h *Handler) ClientAddr(r *http.Request) netip.Addr { return h.addresses.client(r) }
