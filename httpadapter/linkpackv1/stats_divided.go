package linkpackv1

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// dividedStats is the answer to by.
type dividedStats struct {
	By          string            `json:"by"`
	TotalClicks uint64            `json:"totalClicks"`
	Requests    map[string]uint64 `json:"requests"`
	DateRange   dateRange         `json:"dateRange"`
	Timezone    string            `json:"timezone"`
	linksConverted
	Values []linkCount `json:"values"`
}

// linksConverted are the conversions of links.
type linksConverted struct {
	converted
	ConversionKinds []conversionKind `json:"conversionKinds"`
}

func linksConvertedOf(c *analytics.LinkConversions, rate float64) linksConverted {
	return linksConverted{converted{c.Conversions, c.Converted, rate}, conversionKindsOf(c.ConversionKinds)}
}

// linkCount has the requests to the links with one value. Value is nil for links without.
type linkCount struct {
	Value    *string           `json:"value"`
	Links    int               `json:"links"`
	Clicks   uint64            `json:"clicks"`
	Requests map[string]uint64 `json:"requests"`
	linksConverted
	Rest bool `json:"rest,omitempty"`
}

// writeDivided writes the statistics of links, divided by what the links have.
func (h *handlers) writeDivided(w http.ResponseWriter, r *http.Request, links linkpack.LinkQuery, params url.Values, query analytics.Query, filtered bool) error {
	for name := range params {
		if slices.Contains([]string{"granularity", "compare"}, name) || strings.HasPrefix(name, filterParameter) {
			return &linkpack.FieldError{Field: name, Reason: "cannot stand beside by"}
		}
	}
	by := params.Get("by")
	found, err := h.shortener.StatsBy(r.Context(), links, linkpack.LinkDimension(by), query)
	if found == nil {
		return httpadapter.RenameFields(err, statsParameter)
	}
	answer := dividedStats{
		By: by, TotalClicks: found.Clicks(), Requests: byClass(found.Classes),
		DateRange: rangeOf(found.From, found.To, filtered), Timezone: query.Location.String(),
		linksConverted: linksConvertedOf(&found.LinkConversions, found.ConversionRate()),
		Values:         make([]linkCount, len(found.Values)),
	}
	for i := range found.Values {
		v := &found.Values[i]
		answer.Values[i] = linkCount{orNull(v.Value), v.Links, v.Clicks, byClass(v.Classes), linksConvertedOf(&v.LinkConversions, v.ConversionRate()), v.Rest}
	}
	return httpadapter.WriteList(w, answer, err)
}
