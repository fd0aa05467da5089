package linkpackv1

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// readStats reads all parameters but the days and the filters. The time zone
// defaults to the workspace's.
func readStats(params url.Values, zone *time.Location) (query analytics.Query, err error) {
	if query.Location, err = readZone(params.Get("timezone"), zone); err != nil {
		return query, err
	}
	if query.Granularity, err = readGranularity(params.Get("granularity")); err != nil {
		return query, err
	}
	switch params.Get("compare") {
	case "", "false":
	case "true":
		query.Compare = true
	default:
		return query, &linkpack.FieldError{Field: "compare", Reason: "must be true or false"}
	}
	if top := params.Get("top"); top != "" {
		if query.Top, err = strconv.Atoi(top); err != nil || query.Top < 1 {
			return query, &linkpack.FieldError{Field: "top", Reason: "must be a positive whole number"}
		}
	}
	query.Filter, err = readFilter(params)
	return query, err
}

func readZone(name string, usual *time.Location) (*time.Location, error) {
	if name == "" {
		return usual, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, &linkpack.FieldError{Field: "timezone", Reason: "must be an IANA time zone, as in Europe/Paris"}
	}
	return zone, nil
}

func readGranularity(text string) (analytics.Granularity, error) {
	if text == "" {
		return 0, nil
	}
	for g := analytics.Hourly; g <= analytics.Monthly; g++ {
		if g.String() == text {
			return g, nil
		}
	}
	return 0, &linkpack.FieldError{Field: "granularity", Reason: "must be hour, day, week or month"}
}

// statsParameter returns the parameter that sets a field of the engine's query.
func statsParameter(field string) string {
	switch field {
	case "From":
		return "startDate"
	case "To":
		return "endDate"
	}
	return strings.ToLower(field)
}
