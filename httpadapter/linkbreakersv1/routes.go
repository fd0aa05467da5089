package linkbreakersv1

import (
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// routes returns the operations of the API on s.
func routes(s *linkpack.Shortener) []httpadapter.Route {
	h := &handlers{shortener: s}
	served := []httpadapter.Route{
		{Method: http.MethodGet, Path: "/v1", Handle: h.index, Public: true},
		{Method: http.MethodGet, Path: "/v1/links", Handle: h.list},
		{Method: http.MethodPost, Path: "/v1/links", Handle: h.create},
		{Method: http.MethodPost, Path: "/v1/links/bulk", Handle: h.createAll},
		{Method: http.MethodGet, Path: "/v1/links/shortlink-availability", Handle: h.shortlinkAvailability},
		{Method: http.MethodGet, Path: "/v1/links/shortlink-random", Handle: h.randomShortlink},
		{Method: http.MethodGet, Path: "/v1/links/{id}", Handle: h.link},
		{Method: http.MethodPatch, Path: "/v1/links/{id}", Handle: h.change},
		{Method: http.MethodDelete, Path: "/v1/links/{id}", Handle: h.remove},
		{Method: http.MethodGet, Path: "/v1/links/{linkId}/workflow-steps", Handle: h.steps},
		{Method: http.MethodGet, Path: "/v1/links/{linkId}/workflow-steps/{id}", Handle: h.step},
		{Method: http.MethodPatch, Path: "/v1/links/{linkId}/workflow-steps/{id}", Handle: h.changeStep},
		{Method: http.MethodGet, Path: "/v1/tags", Handle: h.tags},
		{Method: http.MethodDelete, Path: "/v1/tags", Handle: h.deleteTag},
		{Method: http.MethodGet, Path: "/v1/workspace-tokens", Handle: h.tokens},
		{Method: http.MethodPost, Path: "/v1/workspace-tokens", Handle: h.createToken},
		{Method: http.MethodGet, Path: "/v1/workspace-tokens/{id}", Handle: h.token},
		{Method: http.MethodDelete, Path: "/v1/workspace-tokens/{id}", Handle: h.deleteToken},
	}
	return append(served, unserved()...)
}

// handlers serve the routes on one Shortener.
type handlers struct {
	shortener *linkpack.Shortener
}

// index serves "GET /v1".
func (h *handlers) index(w http.ResponseWriter, _ *http.Request, _ linkpack.Principal) error {
	return httpadapter.WriteJSON(w, http.StatusOK, map[string]any{
		"name": "Linkbreakers API, served by linkpack-go", "version": "v1",
		"links": map[string]string{"links": "/v1/links"},
	})
}
