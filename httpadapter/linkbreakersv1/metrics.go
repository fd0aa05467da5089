package linkbreakersv1

import (
	"context"
	"errors"
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
	AverageLeadScore *float64   `json:"averageLeadScore,omitempty"`
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
	err = h.addEvents(r.Context(), q, &metric)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return err
	}
	return httpadapter.WriteList(w, metric, err)
}

// addEvents adds what single events tell. The error may be about what is damaged and left
// out.
func (h *handlers) addEvents(ctx context.Context, q figuresQuery, metric *wireEventsMetric) error {
	var damage error
	for _, add := range []func() error{
		func() (err error) { metric.FirstAt, err = h.eventTime(ctx, q, true); return err },
		func() (err error) { metric.LastAt, err = h.eventTime(ctx, q, false); return err },
		func() (err error) {
			metric.AverageLeadScore, err = h.averageScore(ctx, q, metric.TotalEvents)
			return err
		},
	} {
		err := add()
		if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
			return err
		}
		damage = errors.Join(damage, err)
	}
	return damage
}

// maxScored is the number of events up to which their scores are looked at, since scores
// are not stored.
const maxScored = 1000

// averageScore returns the average score of so many events, or nil if there are none, more
// than maxScored, or the caller may not read visitors. If some are damaged, it also returns
// an error.
func (h *handlers) averageScore(ctx context.Context, q figuresQuery, events int32) (*float64, error) {
	if events == 0 || events > maxScored {
		return nil, nil //nolint:nilnil // nil means no average
	}
	query := q.events()
	query.Limit = maxScored
	page, damage := h.shortener.Events(ctx, query)
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return nil, damage
	}
	scores, err := h.shortener.LeadScores(ctx, q.workspace, page.Events)
	if isHidden(err) {
		return nil, damage
	}
	if err = errors.Join(damage, err); len(scores) == 0 {
		return nil, err
	}
	sum := 0
	for _, score := range scores {
		sum += score.Score
	}
	return new(float64(sum) / float64(len(scores))), err
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
// none are limited or used. Members are the host's, so totalMembers is absent.
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
