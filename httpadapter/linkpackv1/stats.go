package linkpackv1

import (
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// stats serves "GET /api/v1/stats/{shortCode}".
func (h *handlers) stats(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r)
	if err != nil {
		return err
	}
	link, err := h.shortener.LookupCode(r.Context(), p.Workspace, params.Get("domain"), r.PathValue("shortCode"))
	if err != nil {
		return err
	}
	zone, err := h.shortener.Location(r.Context(), p.Workspace)
	if err != nil {
		return err
	}
	days, err := readDays(params, link.CreatedAt.In(zone), h.shortener.Now().In(zone))
	if err != nil {
		return err
	}
	found, err := h.shortener.Stats(r.Context(), link, linkpack.StatsQuery{From: days.start, To: days.end, Location: zone})
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, statsOf(link, days, found))
}

// statsAnswer is the answer of the document, in its order.
type statsAnswer struct {
	Link        statsLink       `json:"link"`
	TotalClicks uint64          `json:"totalClicks"`
	DateRange   dateRange       `json:"dateRange"`
	Daily       []dailyClicks   `json:"daily"`
	Countries   []countryClicks `json:"countries"`
	Devices     []deviceClicks  `json:"devices"`
	Referers    []refererClicks `json:"referers"`
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

type dailyClicks struct {
	Date   string `json:"date"`
	Clicks uint64 `json:"clicks"`
}

type countryClicks struct {
	Country string `json:"country"`
	Clicks  uint64 `json:"clicks"`
}

type deviceClicks struct {
	Device string `json:"device"`
	Clicks uint64 `json:"clicks"`
}

type refererClicks struct {
	Referer string `json:"referer"`
	Clicks  uint64 `json:"clicks"`
}

// statsOf puts figures into the document's form.
func statsOf(link *linkpack.Link, d days, found *analytics.Stats) statsAnswer {
	answer := statsAnswer{
		Link:        statsLink{ID: link.ID, LongURL: link.Destination, ShortCode: link.ShortCode},
		TotalClicks: found.Clicks(),
		DateRange:   dateRange{d.start.Format(time.DateOnly), d.end.Format(time.DateOnly), d.filtered},
		Daily:       make([]dailyClicks, len(found.Daily)),
		Countries:   breakdown(found, analytics.ByCountry, func(v string, n uint64) countryClicks { return countryClicks{v, n} }),
		Devices:     breakdown(found, analytics.ByDevice, func(v string, n uint64) deviceClicks { return deviceClicks{v, n} }),
		Referers:    breakdown(found, analytics.ByReferrer, func(v string, n uint64) refererClicks { return refererClicks{v, n} }),
	}
	for i, day := range found.Daily {
		answer.Daily[i] = dailyClicks{day.Start.Format(time.DateOnly), day.Clicks}
	}
	return answer
}

// breakdown returns the counts of a dimension, each as an entry of its list.
func breakdown[T any](found *analytics.Stats, by analytics.Dimension, entry func(string, uint64) T) []T {
	counts := found.Breakdowns[by]
	list := make([]T, len(counts))
	for i, count := range counts {
		list[i] = entry(count.Value, count.Clicks)
	}
	return list
}
