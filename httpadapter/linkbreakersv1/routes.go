package linkbreakersv1

import (
	"net/http"
	"slices"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// routes returns the operations of the API.
func (h *handlers) routes() []httpadapter.Route {
	served := []httpadapter.Route{
		{Method: http.MethodGet, Path: "/v1", Handle: h.index, Public: true},
		httpadapter.DescriptionRoute("/openapi.json", openAPI),
		httpadapter.DescriptionRoute("/v1/openapi.json", openAPI),
		{Method: http.MethodGet, Path: "/v1/links", Handle: h.list},
		{Method: http.MethodPost, Path: "/v1/links", Handle: h.create},
		{Method: http.MethodPost, Path: "/v1/links/bulk", Handle: h.createAll},
		{Method: http.MethodGet, Path: "/v1/links/shortlink-availability", Handle: h.shortlinkAvailability},
		{Method: http.MethodGet, Path: "/v1/links/shortlink-random", Handle: h.randomShortlink},
		{Method: http.MethodGet, Path: "/v1/links/{id}", Handle: h.ofLink("id", h.link)},
		{Method: http.MethodPatch, Path: "/v1/links/{id}", Handle: h.ofLink("id", h.change)},
		{Method: http.MethodDelete, Path: "/v1/links/{id}", Handle: h.ofLink("id", h.remove)},
		{Method: http.MethodGet, Path: "/v1/links/{linkId}/workflow-steps", Handle: h.ofLink("linkId", h.steps)},
		{Method: http.MethodGet, Path: "/v1/links/{linkId}/workflow-steps/{id}", Handle: h.ofLink("linkId", h.step)},
		{Method: http.MethodPatch, Path: "/v1/links/{linkId}/workflow-steps/{id}", Handle: h.ofLink("linkId", h.changeStep)},
		{Method: http.MethodPost, Path: "/v1/conversions", Handle: h.convert, AnyOrigin: true, BodyToken: true, MaxBody: maxConversion},
		{Method: http.MethodGet, Path: "/v1/conversions.js", Handle: h.script, Public: true, AnyOrigin: true},
		{Method: http.MethodGet, Path: "/v1/custom-domains", Handle: h.domains},
		{Method: http.MethodPost, Path: "/v1/custom-domains", Handle: h.createDomain},
		{Method: http.MethodGet, Path: "/v1/custom-domains/{id}", Handle: h.domain},
		{Method: http.MethodPatch, Path: "/v1/custom-domains/{id}", Handle: h.changeDomain},
		{Method: http.MethodDelete, Path: "/v1/custom-domains/{id}", Handle: h.deleteDomain},
		{Method: http.MethodPost, Path: "/v1/custom-domains/{id}/check", Handle: h.checkDomain},
		{Method: http.MethodGet, Path: "/v1/custom-domains/{id}/validation_instructions", Handle: h.validations},
		{Method: http.MethodGet, Path: "/v1/directories", Handle: h.directories},
		{Method: http.MethodPost, Path: "/v1/directories", Handle: h.createDirectory},
		{Method: http.MethodGet, Path: "/v1/directories/{id}", Handle: h.directory},
		{Method: http.MethodPatch, Path: "/v1/directories/{id}", Handle: h.changeDirectory},
		{Method: http.MethodDelete, Path: "/v1/directories/{id}", Handle: h.deleteDirectory},
		{Method: http.MethodGet, Path: "/v1/public/qrcode-templates", Handle: h.publicTemplates},
		{Method: http.MethodGet, Path: "/v1/public/qrcode-templates/{slug}", Handle: h.publicTemplate},
		{Method: http.MethodPost, Path: "/v1/public/qrcode-designs", Handle: h.createDesign, MaxBody: maxDesign},
		{Method: http.MethodPost, Path: "/v1/qrcode-designs", Handle: h.createDesign, MaxBody: maxDesign},
		{Method: http.MethodPost, Path: "/v1/qrcode-designs/apply-template", Handle: h.applyTemplate},
		{Method: http.MethodGet, Path: "/v1/qrcode-designs/{id}", Handle: h.design},
		{Method: http.MethodPatch, Path: "/v1/qrcode-designs/{id}", Handle: h.changeDesign, MaxBody: maxDesign},
		{Method: http.MethodDelete, Path: "/v1/qrcode-designs/{id}", Handle: h.removeDesign},
		{Method: http.MethodGet, Path: "/v1/qrcode-templates", Handle: h.templates},
		{Method: http.MethodPost, Path: "/v1/qrcode-templates", Handle: h.createTemplate},
		{Method: http.MethodPost, Path: "/v1/qrcode-templates/import", Handle: h.importTemplate},
		{Method: http.MethodGet, Path: "/v1/qrcode-templates/{id}", Handle: h.template},
		{Method: http.MethodPatch, Path: "/v1/qrcode-templates/{id}", Handle: h.updateTemplate},
		{Method: http.MethodDelete, Path: "/v1/qrcode-templates/{id}", Handle: h.removeTemplate},
		{Method: http.MethodPost, Path: "/v1/qrcode-templates/{id}/publish", Handle: h.publishTemplate},
		{Method: http.MethodGet, Path: "/v1/tags", Handle: h.tags},
		{Method: http.MethodDelete, Path: "/v1/tags", Handle: h.deleteTag},
		{Method: http.MethodGet, Path: "/v1/workspace-tokens", Handle: h.tokens},
		{Method: http.MethodPost, Path: "/v1/workspace-tokens", Handle: h.createToken},
		{Method: http.MethodGet, Path: "/v1/workspace-tokens/{id}", Handle: h.token},
		{Method: http.MethodDelete, Path: "/v1/workspace-tokens/{id}", Handle: h.deleteToken},
		{Method: http.MethodPost, Path: "/v1/workspace-tokens/{id}/rotate", Handle: h.rotateToken},
	}
	return guarded(slices.Concat(served, h.eventRoutes(), h.webhookRoutes(), h.figureRoutes(), unserved()))
}

// figureRoutes returns the operations that count events.
func (h *handlers) figureRoutes() []httpadapter.Route {
	return []httpadapter.Route{
		{Method: http.MethodPost, Path: "/v1/analytics/attributes/distribution", Handle: h.answerFigures(h.attributeDistribution)},
		{Method: http.MethodPost, Path: "/v1/analytics/attributes/metric", Handle: h.answerFigures(h.attributeMetric)},
		{Method: http.MethodPost, Path: "/v1/analytics/attributes/values", Handle: h.answerFigures(h.attributeValues)},
		{Method: http.MethodPost, Path: "/v1/analytics/funnel", Handle: h.answerFigures(h.funnel)},
		{Method: http.MethodPost, Path: "/v1/analytics/breakdown", Handle: h.answerFigures(h.breakdown)},
		{Method: http.MethodPost, Path: "/v1/analytics/devices", Handle: h.answerFigures(h.devices)},
		{Method: http.MethodPost, Path: "/v1/analytics/geo", Handle: h.answerFigures(h.geo)},
		{Method: http.MethodPost, Path: "/v1/analytics/hours", Handle: h.answerFigures(h.hours)},
		{Method: http.MethodPost, Path: "/v1/analytics/timeseries", Handle: h.answerFigures(h.groupedSeries)},
		{Method: http.MethodPost, Path: "/v1/analytics/top-links", Handle: h.answerFigures(h.topLinks)},
		{Method: http.MethodPost, Path: "/v1/analytics/visitors", Handle: h.answerFigures(h.visitorTrends)},
		{Method: http.MethodGet, Path: "/v1/metrics/events", Handle: h.eventsMetric},
		{Method: http.MethodGet, Path: "/v1/metrics/workspace", Handle: h.workspaceMetric},
		{Method: http.MethodPost, Path: "/v1/timeseries/events", Handle: h.answerFigures(h.timeSeries)},
	}
}

// eventRoutes returns the operations of events, visitors and lead scores.
func (h *handlers) eventRoutes() []httpadapter.Route {
	return []httpadapter.Route{
		{Method: http.MethodGet, Path: "/v1/events", Handle: h.events},
		{Method: http.MethodGet, Path: "/v1/events/list", Handle: h.listEvents},
		{Method: http.MethodGet, Path: "/v1/events/{eventId}/traces", Handle: h.eventTraces},
		{Method: http.MethodGet, Path: "/v1/links/{linkId}/lead-score/{eventId}", Handle: h.ofLink("linkId", h.leadScore)},
		{Method: http.MethodGet, Path: "/v1/links/{linkId}/lead-score-explanation/{eventId}", Handle: h.ofLink("linkId", h.leadScoreExplanation)},
		{Method: http.MethodPost, Path: "/v1/visitor/identify", Handle: h.identify, AnyOrigin: true, BodyToken: true},
		{Method: http.MethodGet, Path: "/v1/visitors", Handle: h.visitors},
		{Method: http.MethodGet, Path: "/v1/visitors/attributes", Handle: h.attributes},
		{Method: http.MethodGet, Path: "/v1/visitors/{id}", Handle: h.visitor},
		{Method: http.MethodPatch, Path: "/v1/visitors/{id}", Handle: h.changeVisitor},
		{Method: http.MethodDelete, Path: "/v1/visitors/{id}", Handle: h.deleteVisitor},
		{Method: http.MethodDelete, Path: "/v1/visitors/{id}/attributes/{attributeKey}", Handle: h.deleteAttribute},
	}
}

// webhookRoutes returns the operations of webhooks.
func (h *handlers) webhookRoutes() []httpadapter.Route {
	routes := []httpadapter.Route{
		{Method: http.MethodGet, Path: "/v1/webhooks", Handle: h.webhooks},
		{Method: http.MethodPost, Path: "/v1/webhooks", Handle: h.createWebhook},
		{Method: http.MethodGet, Path: "/v1/webhooks/{id}", Handle: h.webhook},
		{Method: http.MethodPatch, Path: "/v1/webhooks/{id}", Handle: h.changeWebhook},
		{Method: http.MethodDelete, Path: "/v1/webhooks/{id}", Handle: h.deleteWebhook},
		{Method: http.MethodPost, Path: "/v1/webhooks/{id}/rotate", Handle: h.rotateWebhook},
		{Method: http.MethodPost, Path: "/v1/webhooks/{id}/test", Handle: h.testWebhook},
		{Method: http.MethodGet, Path: "/v1/webhooks/{id}/deliveries", Handle: h.deliveries},
		{Method: http.MethodPost, Path: "/v1/webhooks/{id}/deliveries/{delivery}/send", Handle: h.sendAgain},
	}
	if h.hooks == nil { // the host delivers none
		for i := range routes {
			routes[i].Handle = refuse
		}
	}
	return routes
}

// handlers serve the routes on one Shortener.
type handlers struct {
	shortener      *linkpack.Shortener
	codes          *qrcode.Images    // nil if there are none
	hooks          *webhook.Webhooks // nil if there are none
	listAttributes bool              // unless a token says otherwise
	checking       chan struct{}     // limits how many designs are checked at once
}

// index serves "GET /v1".
func (h *handlers) index(w http.ResponseWriter, _ *http.Request, _ linkpack.Principal) error {
	return httpadapter.WriteJSON(w, http.StatusOK, map[string]any{
		"name": "Linkbreakers API, served by linkpack-go", "version": "v1",
		"links": map[string]string{"links": "/v1/links"},
	})
}
