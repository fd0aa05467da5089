package linkbreakersv1

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// wireGroupedSeries is the answer to POST /v1/analytics/timeseries.
type wireGroupedSeries struct {
	Series      []wireSeries `json:"series"`
	TotalEvents int32        `json:"totalEvents"`
}

type wireSeries struct {
	Label  string      `json:"label"`
	Points []wirePoint `json:"points"`
}

type wirePoint struct {
	Timestamp time.Time `json:"timestamp"`
	Value     int32     `json:"value"`
}

// groupedSeries answers POST /v1/analytics/timeseries.
func (h *handlers) groupedSeries(ctx context.Context, q figuresQuery, sent values) (any, error) {
	const prefix = "GROUP_BY_DIMENSION_"
	d, err := chosenDimension(sent, "groupBy", map[string]figureDimension{
		"": byCountry(), prefix + "UNSPECIFIED": byCountry(), prefix + "COUNTRY": byCountry(), prefix + "CITY": byCity(),
		prefix + "DEVICE_TYPE": byDevice(), prefix + "VISIT_TYPE": byVisitType(), prefix + "BROWSER": byBrowser(), prefix + "PLATFORM": byPlatform(),
	})
	if err != nil {
		return nil, err
	}
	limit, err := sent.limit(5)
	if err != nil {
		return nil, err
	}
	minutes, err := sent.interval()
	if err != nil {
		return nil, err
	}
	b, err := h.buckets(ctx, &q, minutes, maxDividedBuckets)
	if err != nil {
		return nil, err
	}
	list, _, err := h.rank(ctx, q, d, limit)
	if err != nil {
		return nil, err
	}
	counts, err := h.countLabels(ctx, q, d, &b)
	if err != nil {
		return nil, err
	}
	return seriesOf(list, &b, counts), nil
}

// seriesOf returns a series for each label.
func seriesOf(list []labelled, b *buckets, counts []map[string]uint64) wireGroupedSeries {
	answer := wireGroupedSeries{Series: make([]wireSeries, len(list))}
	var total uint64
	for i, v := range list {
		s := wireSeries{v.label, make([]wirePoint, len(b.starts))}
		for j, start := range b.starts {
			s.Points[j] = wirePoint{start.UTC(), int32Of(counts[j][v.label])}
		}
		answer.Series[i] = s
		total += v.events
	}
	answer.TotalEvents = int32Of(total)
	return answer
}

// countLabels counts the events of each bucket by label. Days are read from statistics,
// and shorter buckets are counted from single events.
func (h *handlers) countLabels(ctx context.Context, q figuresQuery, d figureDimension, b *buckets) ([]map[string]uint64, error) {
	counts := make([]map[string]uint64, len(b.starts))
	for i := range counts {
		counts[i] = make(map[string]uint64)
	}
	if d.by == 0 || len(b.starts) > 1 && b.starts[1].Sub(b.starts[0]) < 23*time.Hour {
		err := h.countEach(ctx, q, func(click *analytics.Click) { counts[b.index(click.Time)][d.of(click)]++ })
		return counts, err
	}
	for i, start := range b.starts {
		q.From, q.To = start, b.until(i)
		found, err := h.statsOf(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, c := range found.Breakdowns[d.by] {
			counts[i][d.label(c.Value)] += c.Clicks
		}
	}
	return counts, nil
}
