package main

import (
	_ "embed" // the front page
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

//go:embed front.html
var front []byte

// site adds a front page, the pages of a demonstration and the checks of load balancers
// to the links. No link can have one of these paths.
type site struct {
	links, health http.Handler
	pages         map[string]http.HandlerFunc // by path
}

func newSite(s *linkpack.Shortener, links http.Handler) *site {
	p := new(pixel)
	return &site{links: links, health: httpadapter.Health(s), pages: map[string]http.HandlerFunc{
		"/": serveFront, "/" + pixelScript: p.serveScript, "/" + pixelPage: p.servePage,
	}}
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page := s.pages[r.URL.Path]
	switch {
	case r.URL.Path == "/healthz", r.URL.Path == "/readyz":
		s.health.ServeHTTP(w, r)
	case page != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		page(w, r)
	default:
		s.links.ServeHTTP(w, r) // which answers 405 if another method is sent to a page
	}
}

// serveFront says what this server is.
func serveFront(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
	_, _ = w.Write(front) // fails only if the client has gone
}
