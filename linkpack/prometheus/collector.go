// Package prometheus shows the metrics of a [linkpack.Shortener] to
// Prometheus. It is a module of its own, so that only those who want it carry
// the client library:
//
//	go get github.com/linkpack/linkpack-go/linkpack/prometheus
//
// A [Collector] asks the Shortener when it is scraped and costs nothing
// meanwhile. There are some 40 time series, whatever visitors send: no label
// holds a link, a code or anything else that comes from a request. A program
// with several Shorteners tells them apart by
// [prometheus.WrapRegistererWith].
package prometheus

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Collector is a [prometheus.Collector] for one Shortener. It is safe for
// concurrent use.
type Collector struct {
	links      *linkpack.Shortener
	numbers    []number
	histograms []histogram
	classes    *prometheus.Desc
}

// New returns a collector for links, to be registered:
//
//	registry.MustRegister(prometheus.New(links))
func New(links *linkpack.Shortener) *Collector {
	return &Collector{
		links:      links,
		numbers:    slices.Concat(clickNumbers(), cacheNumbers()),
		histograms: histograms(),
		classes: describe("clicks_recorded_total",
			"Requests to links that are on disk, by class; those of class human are the clicks.", "class"),
	}
}

// Describe implements [prometheus.Collector].
func (c *Collector) Describe(out chan<- *prometheus.Desc) {
	out <- c.classes
	for _, n := range c.numbers {
		out <- n.desc
	}
	for _, h := range c.histograms {
		out <- h.desc
	}
}

// Collect implements [prometheus.Collector].
func (c *Collector) Collect(out chan<- prometheus.Metric) {
	m := c.links.Metrics()
	for _, n := range c.numbers {
		out <- prometheus.MustNewConstMetric(n.desc, n.kind, n.value(&m))
	}
	for _, h := range c.histograms {
		out <- h.metric(&m)
	}
	c.collectClasses(out, &m)
}
