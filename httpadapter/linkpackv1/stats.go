package linkpackv1

import (
	"net/http"
	"net/url"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// singleParameters are the parameters of statistics but for the filters.
func singleParameters() []string {
	return []string{"domain", "startDate", "endDate", "timezone", "granularity", "compare", "top"}
}

// statsParameters are all parameters of statistics.
func statsParameters() []string { return append(singleParameters(), filterParameter) }

// idStatsParameters are those of statistics by id, where no domain is needed.
func idStatsParameters() []string { return statsParameters()[1:] }

// stats serves "GET /api/v1/stats/{shortCode}".
func (h *handlers) stats(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r, singleParameters()...)
	if err != nil {
		return err
	}
	link, err := h.shortener.LinkByCode(r.Context(), p.Workspace, params.Get("domain"), r.PathValue("shortCode"))
	if err != nil {
		return err
	}
	return h.writeStats(w, r, link, params)
}

// statsByID serves "GET /api/v1/link/{id}/stats".
func (h *handlers) statsByID(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r, singleParameters()...)
	if err != nil {
		return err
	}
	link, err := h.linkOrDeleted(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	return h.writeStats(w, r, link, params)
}

// writeStats answers with the statistics of a link.
func (h *handlers) writeStats(w http.ResponseWriter, r *http.Request, link *linkpack.Link, params url.Values) error {
	zone, err := h.shortener.Timezone(r.Context(), link.Workspace)
	if err != nil {
		return err
	}
	query, err := readStats(params, zone)
	if err != nil {
		return err
	}
	zone = query.Location
	days, err := readDays(params, link.CreatedAt.In(zone), h.shortener.Now().In(zone))
	if err != nil {
		return err
	}
	query.From, query.To = days.start, days.end.Add(1) // which is exclusive
	found, err := h.shortener.Stats(r.Context(), link.Workspace, link.ID, query)
	if err != nil {
		return httpadapter.RenameFields(err, statsParameter)
	}
	return httpadapter.WriteJSON(w, http.StatusOK, statsOf(link, days, query, found))
}

// statsAnswer has the fields of the Link Pack API in their order, then our own.
type statsAnswer struct {
	Link statsLink `json:"link"`
	linkFigures
}

// linkFigures are the statistics of one link or of many.
type linkFigures struct {
	TotalClicks uint64      `json:"totalClicks"`
	DateRange   dateRange   `json:"dateRange"`
	Daily       []dayClicks `json:"daily"`
	Countries   []counted   `json:"countries"`
	Devices     []counted   `json:"devices"`
	Referers    []counted   `json:"referers"`
	moreStats
}

type statsLink struct {
	ID        string `json:"id"`
	LongURL   string `json:"longUrl"`
	ShortCode string `json:"shortCode"`
}

type dateRange struct {
	StartDate string `json:"startDate"`
	EndDate   string `json:"endDate"`
	Filtered  bool   `json:"filtered"`
}

type dayClicks struct {
	Date   string `json:"date"`
	Clicks uint64 `json:"clicks"`
}

// statsOf returns statistics as they are sent to clients.
func statsOf(link *linkpack.Link, d days, query analytics.Query, found *analytics.Stats) statsAnswer {
	return statsAnswer{
		statsLink{ID: link.ID, LongURL: link.Destination, ShortCode: link.ShortCode},
		figuresOfLinks(dateRange{d.start.Format(time.DateOnly), d.end.Format(time.DateOnly), d.filtered}, query, found),
	}
}

func figuresOfLinks(days dateRange, query analytics.Query, found *analytics.Stats) linkFigures {
	return linkFigures{
		TotalClicks: found.Clicks(),
		DateRange:   days,
		Daily:       dailyOf(found.Daily),
		Countries:   breakdown(found, analytics.ByCountry),
		Devices:     breakdown(found, analytics.ByDevice),
		Referers:    breakdown(found, analytics.ByReferrer),
		moreStats:   moreOf(query, found),
	}
}

func dailyOf(points []analytics.Point) []dayClicks {
	list := make([]dayClicks, len(points))
	for i, day := range points {
		list[i] = dayClicks{day.Start.Format(time.DateOnly), day.Clicks}
	}
	return list
}
