package linkbreakersv1

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// labelled has the events of one value of a dimension.
type labelled struct {
	label  string
	events uint64
}

// ranked returns the values of a breakdown, most events first, with the labels of the
// API, which may be the same for several. It leaves out the rest beyond a limit.
func ranked(counts []analytics.Count, label func(string) string, limit int) []labelled {
	sums := make(map[string]uint64, len(counts))
	for _, c := range counts {
		if !c.Rest {
			sums[label(c.Value)] += c.Clicks
		}
	}
	return rankedSums(sums, limit)
}

// rankedSums returns labels with their events, most first.
func rankedSums(sums map[string]uint64, limit int) []labelled {
	all := make([]labelled, 0, len(sums))
	for label, n := range sums {
		all = append(all, labelled{label, n})
	}
	slices.SortFunc(all, func(a, b labelled) int {
		return cmp.Or(cmp.Compare(b.events, a.events), strings.Compare(a.label, b.label))
	})
	return all[:min(len(all), limit)]
}

// unknownLabel is the label of events without a value.
const unknownLabel = "Unknown"

// asItIs is the label of values that the API has, too.
func asItIs(value string) string { return value }

// deviceLabel returns the API's word for a class of devices.
func deviceLabel(value string) string {
	switch word := strings.ToUpper(value); word {
	case "MOBILE", "TABLET", "DESKTOP":
		return word
	}
	return "UNKNOWN"
}

// figureDimension is a dimension by which the API divides events.
type figureDimension struct {
	by    analytics.Dimension // 0 for what only single events tell
	label func(value string) string
	of    func(*analytics.Click) string // the label of an event
}

// The dimensions of the API.
func byCountry() figureDimension {
	return figureDimension{analytics.ByCountry, asItIs, func(c *analytics.Click) string { return cmp.Or(c.Place.Country, unknownLabel) }}
}

func byCity() figureDimension {
	return figureDimension{analytics.ByCity, asItIs, func(c *analytics.Click) string {
		if c.Place.City == "" || c.Place.Country == "" {
			return cmp.Or(c.Place.City, unknownLabel)
		}
		return c.Place.City + ", " + c.Place.Country // as in statistics
	}}
}

func byDevice() figureDimension {
	return figureDimension{analytics.ByDevice, deviceLabel, func(c *analytics.Click) string { return deviceLabel(c.Agent.Device.String()) }}
}

func byBrowser() figureDimension {
	return figureDimension{analytics.ByBrowser, asItIs, func(c *analytics.Click) string { return cmp.Or(c.Agent.Browser, unknownLabel) }}
}

func byPlatform() figureDimension {
	return figureDimension{analytics.ByOS, asItIs, func(c *analytics.Click) string { return cmp.Or(c.Agent.OS, unknownLabel) }}
}

func byVisitType() figureDimension { return figureDimension{label: asItIs, of: visitType} }

// visitType returns "new" or "returning", or "Unknown" if visitors are not known again.
func visitType(click *analytics.Click) string {
	switch click.Familiarity {
	case routing.NewVisitor:
		return "new"
	case routing.ReturningVisitor:
		return "returning"
	}
	return unknownLabel
}

// rank returns the labels of the events that a query selects, most events first, and the
// number of all events.
func (h *handlers) rank(ctx context.Context, q figuresQuery, d figureDimension, limit int) ([]labelled, uint64, error) {
	if d.by != 0 {
		found, err := h.statsOf(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		return ranked(found.Breakdowns[d.by], d.label, limit), found.Clicks(), nil
	}
	sums, total := make(map[string]uint64), uint64(0)
	err := h.countEach(ctx, q, func(click *analytics.Click) {
		sums[d.of(click)]++
		total++
	})
	return rankedSums(sums, limit), total, err
}
