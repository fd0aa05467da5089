// Package prometheus exports the metrics of a [linkpack.Shortener] to Prometheus.
// Register a collector for the Shortener:
//
//	registry.MustRegister(prometheus.New(links))
//
// The package is a separate module, so that other programs do not depend on the
// Prometheus client:
//
//	go get github.com/linkpack/linkpack-go/linkpack/prometheus
//
// A collector reads the metrics when it is scraped and costs nothing in between.
// The number of time series is fixed, at about 40: no label comes from a request. If
// a program has several Shorteners, distinguish them by a label with
// [prometheus.WrapRegistererWith].
package prometheus

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linkpack/linkpack-go/linkpack"
)

// collector exports the metrics of one Shortener.
type collector struct {
	links      *linkpack.Shortener
	numbers    []number
	histograms []histogram
	classes    *prometheus.Desc
}

// New returns a collector for the metrics of a Shortener. It is safe for concurrent
// use. New panics if links is nil.
func New(links *linkpack.Shortener) prometheus.Collector {
	if links == nil {
		panic("linkpack/prometheus: New needs a Shortener")
	}
	return &collector{
		links:      links,
		numbers:    slices.Concat(clickNumbers(), cacheNumbers()),
		histograms: histograms(),
		classes: describe("clicks_recorded_total",
			"Recorded requests to links, by class; those of class human are clicks.", "class"),
	}
}

// Describe implements [prometheus.Collector].
func (c *collector) Describe(out chan<- *prometheus.Desc) {
	out <- c.classes
	for _, n := range c.numbers {
		out <- n.desc
	}
	for _, h := range c.histograms {
		out <- h.desc
	}
}

// Collect implements [prometheus.Collector].
func (c *collector) Collect(out chan<- prometheus.Metric) {
	m := c.links.Metrics()
	for _, n := range c.numbers {
		out <- prometheus.MustNewConstMetric(n.desc, n.kind, n.value(&m))
	}
	for _, h := range c.histograms {
		out <- h.metric(&m)
	}
	c.collectClasses(out, &m)
}
