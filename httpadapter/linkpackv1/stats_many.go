package linkpackv1

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// metadataParameter begins the parameters that select links by metadata.
const metadataParameter = "metadata"

// singleManyParameters are the parameters of the statistics of many links, the metadata
// and the filters aside. None may be repeated.
func singleManyParameters() []string {
	return append([]string{"search", "tag", "group", "archived", "by"}, singleParameters()...)
}

// manyParameters are the parameters of the statistics of many links.
func manyParameters() []string {
	return append(singleManyParameters(), filterParameter, metadataParameter)
}

// statsOfMany serves "GET /api/v1/stats".
func (h *handlers) statsOfMany(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r, singleManyParameters()...)
	if err != nil {
		return err
	}
	links, err := readQuery(params)
	if err != nil {
		return err
	}
	links.Workspace = p.Workspace
	if links.Metadata, err = readMetadata(params); err != nil {
		return err
	}
	zone, err := h.shortener.Timezone(r.Context(), p.Workspace)
	if err != nil {
		return err
	}
	query, err := readStats(params, zone)
	if err != nil {
		return err
	}
	filtered, err := h.readRange(params, &query)
	if err != nil {
		return err
	}
	if params.Has("by") {
		return h.writeDivided(w, r, links, params, query, filtered)
	}
	found, err := h.shortener.StatsOf(r.Context(), links, query)
	if found == nil {
		return httpadapter.RenameFields(err, statsParameter)
	}
	return httpadapter.WriteList(w, figuresOfLinks(rangeOf(found.From, found.To, filtered), query, found), err)
}

// readRange reads the days. Without startDate, From stays zero.
func (h *handlers) readRange(params url.Values, query *analytics.Query) (filtered bool, err error) {
	now := h.shortener.Now().In(query.Location)
	days, err := readDays(params, now, now)
	if err != nil {
		return false, err
	}
	if params.Get("startDate") != "" {
		query.From = days.start
	} else if days.endSent {
		return false, &linkpack.FieldError{Field: "startDate", Reason: "is required with endDate"}
	}
	query.To = days.end.Add(1) // which is exclusive
	return days.filtered, nil
}

// rangeOf returns the range of an answer, whose last day is included.
func rangeOf(from, to time.Time, filtered bool) dateRange {
	return dateRange{from.Format(time.DateOnly), to.Add(-1).Format(time.DateOnly), filtered}
}

// readMetadata reads the parameters that select links by metadata, as in
// "metadata[plan]=pro".
func readMetadata(params url.Values) (map[string]string, error) {
	var metadata map[string]string
	for param, values := range params {
		key, isMetadata := strings.CutPrefix(param, metadataParameter)
		if !isMetadata {
			continue
		}
		if len(key) < 3 || key[0] != '[' || key[len(key)-1] != ']' {
			return nil, &linkpack.FieldError{Field: param[:min(len(param), maxShownName)], Reason: "must name a key, as in metadata[plan]"}
		}
		if len(values) > 1 {
			return nil, &linkpack.FieldError{Field: param[:min(len(param), maxShownName)], Reason: "must not be repeated"}
		}
		if metadata == nil {
			metadata = make(map[string]string)
		}
		metadata[key[1:len(key)-1]] = values[0]
	}
	return metadata, nil
}
