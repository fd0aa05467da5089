package main

import (
	_ "embed" // the front page
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

//go:embed front.html
var front []byte

// site adds a front page and the checks of load balancers to the links. No link can
// have one of these paths.
type site struct {
	links, health http.Handler
}

func newSite(s *linkpack.Shortener, links http.Handler) *site {
	return &site{links: links, health: httpadapter.Health(s)}
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/":
		s.serveFront(w, r)
	case "/healthz", "/readyz":
		s.health.ServeHTTP(w, r)
	default:
		s.links.ServeHTTP(w, r)
	}
}

// serveFront says what this server is.
func (s *site) serveFront(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.links.ServeHTTP(w, r) // which answers 405
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
	_, _ = w.Write(front) // fails only if the client has gone
}
