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
			describe("click_flush_duration_seconds", "Time that writing a block to the click log took."),
			func(m *linkpack.Metrics) *analytics.Histogram { return &m.Clicks.FlushTime },
		},
		{
			describe("click_fold_duration_seconds", "Time that adding a slice of the click log to the rollups took."),
			func(m *linkpack.Metrics) *analytics.Histogram { return &m.Clicks.FoldTime },
		},
	}
}

// metric converts a histogram: the buckets of Prometheus hold those before them
// as well.
func (h histogram) metric(m *linkpack.Metrics) prometheus.Metric {
	from := h.value(m)
	buckets, sum := make(map[float64]uint64, analytics.NumBounds), uint64(0)
	for i, bound := range analytics.HistogramBounds() {
		sum += from.Buckets[i]
		buckets[bound.Seconds()] = sum
	}
	return prometheus.MustNewConstHistogram(h.desc, from.Count, from.Sum.Seconds(), buckets)
}
