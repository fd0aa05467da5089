package linkpackv1

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// filterParameter begins the name of each filter, as in filter[country].
const filterParameter = "filter"

// dimensionName returns the API's name for a dimension.
func dimensionName(d analytics.Dimension) string {
	switch d {
	case analytics.ByReferrer:
		return "referer"
	case analytics.ByOS:
		return "operatingSystem"
	}
	return d.String()
}

// filterable returns the dimensions by their bracketed names.
func filterable() map[string]analytics.Dimension {
	names := make(map[string]analytics.Dimension)
	for _, d := range analytics.Dimensions() {
		names["["+dimensionName(d)+"]"] = d
	}
	return names
}

// readFilter reads filters such as filter[country]=US,CA. It refuses a misspelled
// filter, since ignoring it would count all clicks.
func readFilter(params url.Values) (map[analytics.Dimension][]string, error) {
	var filter map[analytics.Dimension][]string
	names := filterable()
	for _, param := range slices.Sorted(maps.Keys(params)) {
		name, isFilter := strings.CutPrefix(param, filterParameter)
		if !isFilter {
			continue
		}
		d, known := names[name]
		if !known {
			return nil, &linkpack.FieldError{Field: param[:min(len(param), maxShownName)], Reason: "is not a filter; the filters are " + filterNames(names)}
		}
		list, err := readValues(d, params[param])
		if err != nil {
			return nil, &linkpack.FieldError{Field: param, Reason: err.Error()}
		}
		if filter == nil {
			filter = make(map[analytics.Dimension][]string)
		}
		filter[d] = list
	}
	return filter, nil
}

func filterNames(names map[string]analytics.Dimension) string {
	list := make([]string, 0, len(names))
	for name := range names {
		list = append(list, "filter"+name)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// maxFilterValues is the maximum number of values of one filter.
const maxFilterValues = 100

// readValues returns the values of one filter. A filter whose values cannot contain
// a comma may have a list.
func readValues(d analytics.Dimension, params []string) (values []string, err error) {
	for _, text := range params {
		list := []string{text}
		if !mayHoldComma(d) {
			list = strings.Split(text, ",")
		}
		for _, value := range list {
			if value, err = readValue(d, value); err != nil {
				return nil, err
			}
			values = append(values, value)
		}
	}
	if len(values) > maxFilterValues {
		return nil, fmt.Errorf("has %d values, at most %d are allowed", len(values), maxFilterValues)
	}
	return values, nil
}

func mayHoldComma(d analytics.Dimension) bool {
	switch d {
	case analytics.ByCity, analytics.ByDestination, analytics.ByRule:
		return true
	}
	return isUTM(d)
}

// mayBeMissing reports whether clicks without a value are counted under null. An
// empty filter value selects them.
func mayBeMissing(d analytics.Dimension) bool {
	return d == analytics.ByRule || d == analytics.ByPlacement || isUTM(d)
}

func isUTM(d analytics.Dimension) bool {
	return d >= analytics.ByUTMSource && d <= analytics.ByUTMContent
}

// readValue checks one value and returns it in the form in which it is counted.
func readValue(d analytics.Dimension, value string) (string, error) {
	if d == analytics.ByPlacement {
		return readPlacement(value)
	}
	if mayBeMissing(d) {
		return value, nil
	}
	value = strings.TrimSpace(value)
	if value == "" {
		return "", errors.New("must not be empty")
	}
	switch d {
	case analytics.ByCountry:
		return oneOf(value, []string{"Unknown"}, isCountry, "must be countries as in US,CA, or Unknown")
	case analytics.ByDevice:
		return oneOf(value, []string{"Mobile", "Tablet", "Desktop", "Other", "Unknown"}, nil, "must be Mobile, Tablet, Desktop, Other or Unknown")
	case analytics.ByTrigger:
		return oneOf(value, []string{"click", "scan"}, nil, "must be click or scan")
	}
	return value, nil
}

// readPlacement checks a placement. "1" is what codes without one say.
func readPlacement(value string) (string, error) {
	if err := analytics.CheckPlacement(value); err != nil {
		return "", errors.New("must be placements of QR codes, as in poster-a,poster-b")
	}
	if value == "1" {
		return "", nil
	}
	return value, nil
}

// oneOf returns the word that equals a value but for its case, or else the result of
// also.
func oneOf(value string, words []string, also func(string) (string, bool), reason string) (string, error) {
	for _, word := range words {
		if strings.EqualFold(word, value) {
			return word, nil
		}
	}
	if also != nil {
		if value, ok := also(value); ok {
			return value, nil
		}
	}
	return "", errors.New(reason)
}

// isCountry returns a code of two letters in upper case.
func isCountry(value string) (string, bool) {
	value = strings.ToUpper(value)
	return value, len(value) == 2 && value[0] >= 'A' && value[0] <= 'Z' && value[1] >= 'A' && value[1] <= 'Z'
}
