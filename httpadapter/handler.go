package httpadapter

import (
	"net/http"
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
	addresses *AddressResolver
	origins   origins
	router    *router
	pages     *pages
	cookie    *http.Cookie // that visitors are known by, or nil
	// crossOrigin tells forms of other sites. Its zero value is what is wanted.
	crossOrigin http.CrossOriginProtection
	noStore     []string // Cache-Control of what may change at any time
	briefly     []string // Cache-Control of permanent redirects
	visits      sync.Pool
	warned      atomic.Bool // of a proxy that is not trusted
}

// New returns the handler of s. nil options serve redirects alone. It fails on
// options that contradict each other, on routes that collide, and when the
// first segment of a route is not one of the codes that s reserves, since a
// link could then take its place.
func New(s *linkpack.Shortener, opts *Options) (*Handler, error) {
	h := &Handler{
		shortener: s,
		opts:      opts.withDefaults(s),
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
	if h.cookie, err = visitorCookie(&h.opts); err != nil {
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

// Addresses returns the resolver that routing, counting and limits use, for a
// host that wants to see the same addresses.
func (h *Handler) Addresses() *AddressResolver { return h.addresses }
