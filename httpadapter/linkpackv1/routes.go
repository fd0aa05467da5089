package linkpackv1

import (
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// routes returns the operations of the API.
func (h *handlers) routes() []httpadapter.Route {
	return append(h.codesRoutes(),
		h.route(http.MethodPost, "/api/v1/shorten", h.shorten),
		h.route(http.MethodGet, "/api/v1/link/{id}", h.link, deletedParameter),
		h.route(http.MethodGet, "/api/v1/link", h.linkByExternalID, "externalId"),
		h.route(http.MethodPatch, "/api/v1/link/{id}", h.change),
		h.route(http.MethodDelete, "/api/v1/link/{id}", h.remove, permanentParameter),
		h.route(http.MethodPost, "/api/v1/link/{id}/restore", h.restore),
		h.route(http.MethodGet, "/api/v1/link/{id}/stats", h.statsByID, idStatsParameters()...),
		h.route(http.MethodGet, "/api/v1/link/{id}/clicks", h.clicks, clicksParameters()...),
		h.route(http.MethodDelete, "/api/v1/visitor/{id}", h.removeVisitor),
		h.route(http.MethodGet, "/api/v1/links", h.list, listParameters()...),
		h.route(http.MethodPatch, "/api/v1/links", h.changeWhere, whereParameters()...),
		h.route(http.MethodDelete, "/api/v1/links", h.removeWhere, whereParameters()...),
		h.route(http.MethodPost, "/api/v1/links/bulk", h.shortenAll),
		h.route(http.MethodPatch, "/api/v1/links/bulk", h.changeAll),
		h.route(http.MethodDelete, "/api/v1/links/bulk", h.removeAll, permanentParameter),
		h.route(http.MethodPost, "/api/v1/links/bulk/restore", h.restoreAll),
		h.route(http.MethodGet, "/api/v1/stats/{shortCode}", h.stats, statsParameters()...),
		h.route(http.MethodGet, "/api/v1/stats", h.statsOfMany, manyParameters()...),
		h.route(http.MethodGet, "/api/v1/tags", h.tags),
		h.route(http.MethodPatch, "/api/v1/tags/{name}", h.renameTag),
		h.route(http.MethodDelete, "/api/v1/tags/{name}", h.deleteTag),
		h.route(http.MethodPost, "/api/v1/key/rotate", h.rotateKey),
		h.route(http.MethodGet, "/api/v1/domains", h.domains),
		h.route(http.MethodPost, "/api/v1/domains", h.createDomain),
		h.route(http.MethodGet, "/api/v1/domains/{host}", h.domain),
		h.route(http.MethodPatch, "/api/v1/domains/{host}", h.changeDomain),
		h.route(http.MethodDelete, "/api/v1/domains/{host}", h.removeDomain),
		h.route(http.MethodPost, "/api/v1/domains/{host}/verify", h.verifyDomain),
		httpadapter.DescriptionRoute("/api/v1/openapi.json", openAPI),
	)
}

// handlers serve the routes on one Shortener.
type handlers struct {
	shortener  *linkpack.Shortener
	strictness strictness
	codes      Codes // nil if they are not served
}

// route returns an operation that takes the named query parameters.
func (h *handlers) route(method, path string, handle httpadapter.HandlerFunc, parameters ...string) httpadapter.Route {
	known := newVocabulary(parameters...)
	return httpadapter.Route{Method: method, Path: path, Handle: func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
		if err := h.strictness.query(r, known); err != nil {
			return err
		}
		return handle(w, r, p)
	}}
}
