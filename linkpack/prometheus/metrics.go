package prometheus

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// describe names a metric after the project.
func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("linkpack_"+name, help, labels, nil)
}

// number is a counter or a gauge and where its value comes from.
type number struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(*linkpack.Metrics) float64
}

// counter only grows, until the process ends.
func counter(name, help string, value func(*linkpack.Metrics) uint64) number {
	return number{describe(name, help), prometheus.CounterValue, func(m *linkpack.Metrics) float64 { return float64(value(m)) }}
}

// gauge goes up and down.
func gauge(name, help string, value func(*linkpack.Metrics) uint64) number {
	return number{describe(name, help), prometheus.GaugeValue, func(m *linkpack.Metrics) float64 { return float64(value(m)) }}
}

// clickNumbers are the figures of the recorder.
func clickNumbers() []number {
	return []number{
		counter("clicks_lost_total", "Requests to links that are not on disk and never will be.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Lost }),
		counter("clicks_late_total", "Answers that did not wait any longer for their click to be on disk.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Late }),
		counter("clicks_unknown_agent_total", "Recorded requests with a User-Agent of which nothing is known.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.UnknownAgents }),
		counter("visits_unknown_total", "Visits for which there was no link.",
			func(m *linkpack.Metrics) uint64 { return m.Unknown }),
		gauge("click_queue_length", "Clicks that wait to be written.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.Queued) }),
		gauge("click_queue_capacity", "Clicks that can wait to be written.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.QueueSize) }),
		gauge("clicks_pending", "Clicks on disk that are not in the rollups yet.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.Pending) }),
		gauge("click_log_blocks", "Blocks that the click log was ever given.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Blocks }),
		gauge("click_log_words", "Texts in today's dictionary of the click log.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.Words) }),
		counter("click_log_written_bytes_total", "Bytes of keys and values handed to the store.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Written }),
		counter("click_log_failures_total", "Transactions of the click log that failed.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Failures }),
	}
}

// cacheNumbers are the figures of the cache of links.
func cacheNumbers() []number {
	loadTime := number{
		describe("link_cache_load_seconds_total", "Time that all reads of links from the store took together."),
		prometheus.CounterValue, func(m *linkpack.Metrics) float64 { return m.Cache.LoadTime.Seconds() },
	}
	return []number{
		counter("link_cache_hits_total", "Look-ups of links that the cache answered.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Hits }),
		counter("link_cache_misses_total", "Look-ups of links that waited for the store.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Misses }),
		counter("link_cache_loads_total", "Reads of links from the store.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Loads }),
		counter("link_cache_load_failures_total", "Reads of links that the store failed.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.LoadFailures }),
		loadTime,
		counter("link_cache_evictions_total", "Links that made room in the cache for others.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Evictions }),
		gauge("link_cache_entries", "Entries of the cache of links.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Cache.Entries) }),
		gauge("link_cache_bytes", "Memory that the entries of the cache of links are reckoned to take.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Bytes }),
		gauge("link_cache_max_bytes", "Bound of linkpack_link_cache_bytes.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.MaxBytes }),
	}
}

// collectClasses gives every class a value, also 0, so that a rate of it is
// known from the start.
func (c *Collector) collectClasses(out chan<- prometheus.Metric, m *linkpack.Metrics) {
	for class, n := range m.Clicks.Classes {
		label := analytics.Class(class).String()
		out <- prometheus.MustNewConstMetric(c.classes, prometheus.CounterValue, float64(n), label)
	}
}
