package linkbreakersv1

import (
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// wireEventsMetric is the answer to GET /v1/metrics/events.
type wireEventsMetric struct {
	TotalEvents      int32      `json:"totalEvents"`
	TotalCountries   int32      `json:"totalCountries"`
	TotalCities      int32      `json:"totalCities"`
	TotalDeviceTypes int32      `json:"totalDeviceTypes"`
	TopCountry       string     `json:"topCountry,omitempty"`
	TopCity          string     `json:"topCity,omitempty"`
	TopDeviceType    string     `json:"topDeviceType,omitempty"`
	FirstAt          *time.Time `json:"firstAt,omitempty"`
	LastAt           *time.Time `json:"lastAt,omitempty"`
}

// eventsMetric serves "GET /v1/metrics/events".
func (h *handlers) eventsMetric(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	q, err := h.figuresQuery(r.Context(), params.text, p)
	if err != nil {
		return err
	}
	found, err := h.statsOf(r.Context(), q)
	if err != nil {
		return inWordsOfFigures(err)
	}
	metric := wireEventsMetric{TotalEvents: int32Of(found.Clicks())}
	metric.TopCountry, metric.TotalCountries = known(found, byCountry())
	metric.TopCity, metric.TotalCities = known(found, byCity())
	if top, n := known(found, byDevice()); n > 0 {
		metric.TopDeviceType, metric.TotalDeviceTypes = "DEVICE_TYPE_"+top, n
	}
	q.From, q.To = found.From, found.To
	if metric.FirstAt, err = h.eventTime(r.Context(), q, true); err != nil {
		return err
	}
	if metric.LastAt, err = h.eventTime(r.Context(), q, false); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, metric)
}

// known returns the most frequent of the known values of a dimension, and their number.
func known(found *analytics.Stats, d figureDimension) (top string, n int32) {
	for _, v := range ranked(found.Breakdowns[d.by], d.label, len(found.Breakdowns[d.by])) {
		if v.label == d.label(unknownLabel) {
			continue
		}
		if n++; n == 1 {
			top = v.label
		}
	}
	return top, n
}

// wireWorkspaceMetric is the answer to GET /v1/metrics/workspace. There are no credits, so
// none are limited or used.
type wireWorkspaceMetric struct {
	TotalLinks           int32 `json:"totalLinks"`
	TotalDirectories     int32 `json:"totalDirectories"`
	TotalQrcodeTemplates int32 `json:"totalQrcodeTemplates"`
	TotalEvents          int32 `json:"totalEvents"`
	TotalMonthlyEvents   int32 `json:"totalMonthlyEvents"`
	TokenCreditsLimit    int32 `json:"tokenCreditsLimit"`
	TokenCreditsUsed     int32 `json:"tokenCreditsUsed"`
	TopupCreditsLimit    int32 `json:"topupCreditsLimit"`
	TopupCreditsUsed     int32 `json:"topupCreditsUsed"`
}

// workspaceMetric serves "GET /v1/metrics/workspace".
func (h *handlers) workspaceMetric(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	usage, err := h.shortener.Usage(r.Context(), p.Workspace)
	if err != nil {
		return err
	}
	found, err := h.shortener.StatsOf(r.Context(), linkpack.LinkQuery{Workspace: p.Workspace}, analytics.Query{})
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, wireWorkspaceMetric{
		TotalLinks: int32Of(uint64(usage.Links)), TotalDirectories: int32Of(uint64(usage.Groups)),
		TotalQrcodeTemplates: int32Of(uint64(usage.Templates)),
		TotalEvents:          int32Of(found.Clicks()), TotalMonthlyEvents: int32Of(usage.Clicks),
	})
}
