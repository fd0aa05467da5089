package linkpack

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Metrics are counters of a Shortener since its start. Visitors cannot increase
// the number of metrics.
type Metrics struct {
	// Clicks are the metrics of the click recorder. Every recorded visit is in
	// one of its classes; those refused by a gate are in [analytics.Blocked].
	Clicks analytics.Metrics `json:"clicks"`
	// Unknown is the number of visits without a link, because no link has the
	// code or it was deleted. They are not recorded as clicks.
	Unknown uint64 `json:"unknown"`
	// Cache are the metrics of the link cache.
	Cache CacheMetrics `json:"cache"`
}

// CacheMetrics are the metrics of the link cache. It keeps a link for a minute,
// or for an hour if no other process can change the store (see [Exclusive]), and
// the fact that a code has no link for a second.
type CacheMetrics struct {
	// Hits is the number of lookups answered from the cache.
	Hits uint64 `json:"hits"`
	// Misses is the number of lookups that waited for the store. Concurrent
	// lookups of one link count as a miss each but as one load.
	Misses uint64 `json:"misses"`
	// Loads is the number of reads from the store.
	Loads uint64 `json:"loads"`
	// LoadFailures is the number of loads that failed. Finding no link is not a
	// failure.
	LoadFailures uint64 `json:"load_failures"`
	// LoadTime is the total time of all loads. In JSON it is in nanoseconds.
	LoadTime time.Duration `json:"load_time_ns"`
	// Evictions is the number of entries removed to make room for others.
	Evictions uint64 `json:"evictions"`
	// Entries is the current number of entries.
	Entries int `json:"entries"`
	// Bytes is the estimated size of the entries, at most MaxBytes.
	Bytes uint64 `json:"bytes"`
	// MaxBytes is [Options].CacheBytes. It does not change.
	MaxBytes uint64 `json:"max_bytes"`
}

// Metrics returns the current metrics. It is cheap enough to call every second
// and also works after Close.
func (s *Shortener) Metrics() Metrics {
	return Metrics{
		Clicks:  s.recorder.Metrics(),
		Unknown: s.unknown.Load(),
		Cache:   s.cacheMetrics(),
	}
}

func (s *Shortener) cacheMetrics() CacheMetrics {
	counted, entries, bytes := s.cache.Figures()
	return CacheMetrics{
		Hits: counted.Hits, Misses: counted.Misses,
		Loads: counted.Loads(), LoadFailures: counted.LoadFailures, LoadTime: counted.TotalLoadTime,
		Evictions: counted.Evictions,
		Entries:   entries, Bytes: bytes, MaxBytes: uint64(s.opts.CacheBytes),
	}
}
