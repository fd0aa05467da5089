package linkpackv1

import (
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Routes lists the operations of the dialect.
func (a *API) Routes(s *linkpack.Shortener) []httpadapter.Route {
	h := &handlers{shortener: s, strict: a.strict}
	return []httpadapter.Route{
		{Method: http.MethodPost, Path: "/api/v1/shorten", Handle: h.shorten},
		{Method: http.MethodGet, Path: "/api/v1/link/{id}", Handle: h.link},
		{Method: http.MethodPatch, Path: "/api/v1/link/{id}", Handle: h.change},
		{Method: http.MethodDelete, Path: "/api/v1/link/{id}", Handle: h.remove},
		{Method: http.MethodGet, Path: "/api/v1/links", Handle: h.list},
		{Method: http.MethodGet, Path: "/api/v1/stats/{shortCode}", Handle: h.stats},
	}
}

// handlers serve the routes on one Shortener.
type handlers struct {
	shortener *linkpack.Shortener
	strict    bool
}
