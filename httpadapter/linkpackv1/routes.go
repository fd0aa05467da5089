package linkpackv1

import (
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// routes returns the operations of the API.
func routes(s *linkpack.Shortener, strict bool) []httpadapter.Route {
	h := &handlers{shortener: s, strict: strict}
	return []httpadapter.Route{
		{Method: http.MethodPost, Path: "/api/v1/shorten", Handle: h.shorten},
		{Method: http.MethodGet, Path: "/api/v1/link/{id}", Handle: h.link},
		{Method: http.MethodPatch, Path: "/api/v1/link/{id}", Handle: h.change},
		{Method: http.MethodDelete, Path: "/api/v1/link/{id}", Handle: h.remove},
		{Method: http.MethodGet, Path: "/api/v1/links", Handle: h.list},
		{Method: http.MethodPost, Path: "/api/v1/links/bulk", Handle: h.shortenAll},
		{Method: http.MethodPatch, Path: "/api/v1/links/bulk", Handle: h.changeAll},
		{Method: http.MethodDelete, Path: "/api/v1/links/bulk", Handle: h.removeAll},
		{Method: http.MethodGet, Path: "/api/v1/stats/{shortCode}", Handle: h.stats},
		{Method: http.MethodGet, Path: "/api/v1/tags", Handle: h.tags},
		{Method: http.MethodPatch, Path: "/api/v1/tags/{name}", Handle: h.renameTag},
		{Method: http.MethodDelete, Path: "/api/v1/tags/{name}", Handle: h.deleteTag},
		{Method: http.MethodGet, Path: "/api/v1/domains", Handle: h.domains},
		{Method: http.MethodPost, Path: "/api/v1/domains", Handle: h.createDomain},
		{Method: http.MethodGet, Path: "/api/v1/domains/{host}", Handle: h.domain},
		{Method: http.MethodPatch, Path: "/api/v1/domains/{host}", Handle: h.changeDomain},
		{Method: http.MethodDelete, Path: "/api/v1/domains/{host}", Handle: h.removeDomain},
		{Method: http.MethodPost, Path: "/api/v1/domains/{host}/verify", Handle: h.verifyDomain},
	}
}

// handlers serve the routes on one Shortener.
type handlers struct {
	shortener *linkpack.Shortener
	strict    bool
}
