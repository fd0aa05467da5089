package linkpack

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Metrics are a Shortener's figures since it was made. Their number is fixed,
// whatever visitors send.
type Metrics struct {
	// Clicks are the figures of the recorder. Every visit that found its link
	// is in one of its classes; the one of visits that met a gate is
	// [analytics.Blocked].
	Clicks analytics.Metrics `json:"clicks"`
	// Unknown is the number of visits for which there was no link: none has
	// the code, or it was deleted. They are no clicks.
	Unknown uint64 `json:"unknown"`
	// Cache are the figures of the cache of links.
	Cache CacheMetrics `json:"cache"`
}

// CacheMetrics are the figures of the cache that stands between visits and the
// store. It keeps links for a minute, or for an hour where nobody else can change
// them (see [Exclusive]), and for a second that a code has none.
type CacheMetrics struct {
	// Hits is the number of look-ups that the cache answered.
	Hits uint64 `json:"hits"`
	// Misses is the number of look-ups that waited for the store. Visits that
	// wait for the same link are a miss each, and one load.
	Misses uint64 `json:"misses"`
	// Loads is the number of times that the store was asked.
	Loads uint64 `json:"loads"`
	// LoadFailures is the number of loads that failed. That a code has no link
	// is no failure.
	LoadFailures uint64 `json:"load_failures"`
	// LoadTime is how long all loads took together, in JSON in nanoseconds.
	LoadTime time.Duration `json:"load_time_ns"`
	// Evictions is the number of entries that had to make room for others.
	Evictions uint64 `json:"evictions"`
	// Entries is the current number of entries.
	Entries int `json:"entries"`
	// Bytes is the memory that they are reckoned to take, at most MaxBytes.
	Bytes uint64 `json:"bytes"`
	// MaxBytes is [Options].CacheBytes. It does not change.
	MaxBytes uint64 `json:"max_bytes"`
}

// Metrics returns the current figures. It may be called at any time, also after
// Close; once a second is fine.
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
