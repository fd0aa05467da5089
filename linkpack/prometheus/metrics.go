package prometheus

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// describe returns the description of a metric, with the project's prefix.
func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("linkpack_"+name, help, labels, nil)
}

// number is a counter or gauge with the source of its value.
type number struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(*linkpack.Metrics) float64
}

// counter returns a number that only grows while the process runs.
func counter(name, help string, value func(*linkpack.Metrics) uint64) number {
	return number{describe(name, help), prometheus.CounterValue, func(m *linkpack.Metrics) float64 { return float64(value(m)) }}
}

// gauge returns a number that can go down.
func gauge(name, help string, value func(*linkpack.Metrics) uint64) number {
	return number{describe(name, help), prometheus.GaugeValue, func(m *linkpack.Metrics) float64 { return float64(value(m)) }}
}

// clickNumbers are the figures of the recorder.
func clickNumbers() []number {
	return []number{
		counter("clicks_lost_total", "Requests to links that could not be recorded.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Lost }),
		counter("clicks_late_total", "Answers that were sent before their click was on disk, because the disk was too slow.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Late }),
		counter("clicks_unknown_agent_total", "Recorded requests with an unknown User-Agent.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.UnknownAgents }),
		counter("visits_unknown_total", "Visits of unknown or deleted links.",
			func(m *linkpack.Metrics) uint64 { return m.Unknown }),
		gauge("click_queue_length", "Clicks that are waiting to be written.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.Queued) }),
		gauge("click_queue_capacity", "Maximum number of clicks that can wait to be written.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.QueueSize) }),
		gauge("clicks_pending", "Clicks on disk that are not yet in the rollups.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.Pending) }),
		gauge("click_log_blocks", "Blocks ever appended to the click log.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Blocks }),
		gauge("click_log_lane", "Lane of the click log that the process writes to.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.Lane) }),
		counter("click_log_lanes_lost_total", "Lanes of the click log whose lease was lost.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.LanesLost }),
		counter("click_log_lanes_adopted_total", "Lanes of other processes that this one looked after.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.LanesAdopted }),
		gauge("click_log_words", "Texts in today's dictionary of the click log.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Clicks.Words) }),
		counter("click_log_written_bytes_total", "Bytes of keys and values written to the store.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Written }),
		counter("click_log_failures_total", "Failed transactions of the click log.",
			func(m *linkpack.Metrics) uint64 { return m.Clicks.Failures }),
	}
}

// cacheNumbers are the figures of the cache of links.
func cacheNumbers() []number {
	loadTime := number{
		describe("link_cache_load_seconds_total", "Total time of reading links from the store."),
		prometheus.CounterValue, func(m *linkpack.Metrics) float64 { return m.Cache.LoadTime.Seconds() },
	}
	return []number{
		counter("link_cache_hits_total", "Link lookups answered by the cache.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Hits }),
		counter("link_cache_misses_total", "Link lookups that waited for the store.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Misses }),
		counter("link_cache_loads_total", "Reads of links from the store.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Loads }),
		counter("link_cache_load_failures_total", "Failed reads of links from the store.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.LoadFailures }),
		loadTime,
		counter("link_cache_evictions_total", "Links evicted from the cache.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Evictions }),
		gauge("link_cache_entries", "Entries in the cache of links.",
			func(m *linkpack.Metrics) uint64 { return uint64(m.Cache.Entries) }),
		gauge("link_cache_bytes", "Estimated memory of the cache of links.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.Bytes }),
		gauge("link_cache_max_bytes", "Limit of linkpack_link_cache_bytes.",
			func(m *linkpack.Metrics) uint64 { return m.Cache.MaxBytes }),
	}
}

// collectClasses sends a value for every class, including 0, so that rates are known
// from the start.
func (c *collector) collectClasses(out chan<- prometheus.Metric, m *linkpack.Metrics) {
	for class, n := range m.Clicks.Classes {
		label := analytics.Class(class).String()
		out <- prometheus.MustNewConstMetric(c.classes, prometheus.CounterValue, float64(n), label)
	}
}
