package prometheus

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// histogram is a distribution of times, in seconds.
type histogram struct {
	desc  *prometheus.Desc
	value func(*linkpack.Metrics) *analytics.Histogram
}

func histograms() []histogram {
	return []histogram{
		{
			describe("click_flush_duration_seconds", "Duration of writing a block to the click log."),
			func(m *linkpack.Metrics) *analytics.Histogram { return &m.Clicks.FlushTime },
		},
		{
			describe("click_fold_duration_seconds", "Duration of adding a slice of the click log to the rollups."),
			func(m *linkpack.Metrics) *analytics.Histogram { return &m.Clicks.FoldTime },
		},
	}
}

// metric converts a histogram.
func (h histogram) metric(m *linkpack.Metrics) prometheus.Metric {
	from := h.value(m)
	buckets := make(map[float64]uint64)
	for bound, n := range from.Buckets() {
		buckets[bound.Seconds()] = n
	}
	return prometheus.MustNewConstHistogram(h.desc, from.Count, from.Sum.Seconds(), buckets)
}
