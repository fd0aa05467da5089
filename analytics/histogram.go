package analytics

import (
	"encoding/json"
	"time"
)

// Histogram counts durations. The zero value is empty. Copies are independent, and
// histograms can be compared with ==.
type Histogram struct {
	// Count is the number of durations.
	Count uint64
	// Sum is the sum of all durations.
	Sum time.Duration
	// upTo[i] is the number of durations of at most bounds()[i].
	upTo [16]uint64
}

// bounds returns the upper bounds of the buckets, ascending.
func bounds() [16]time.Duration {
	const us, ms = time.Microsecond, time.Millisecond
	return [16]time.Duration{
		100 * us, 250 * us, 500 * us, ms, 2500 * us, 5 * ms, 10 * ms, 25 * ms, 50 * ms,
		100 * ms, 250 * ms, 500 * ms, time.Second, 2500 * ms, 5 * time.Second, 10 * time.Second,
	}
}

// Observe adds a duration.
func (h *Histogram) Observe(took time.Duration) {
	h.Count++
	h.Sum += took
	for i, bound := range bounds() {
		if took <= bound {
			h.upTo[i]++
		}
	}
}

// Buckets returns the number of durations up to each of 16 bounds from 100 µs to
// 10 s. Longer durations are only in Count.
func (h Histogram) Buckets() map[time.Duration]uint64 {
	buckets := make(map[time.Duration]uint64, len(h.upTo))
	for i, bound := range bounds() {
		buckets[bound] = h.upTo[i]
	}
	return buckets
}

// MarshalJSON returns an object with count, sum_ns and buckets_ns, which are the
// [Histogram.Buckets] with the bounds in nanoseconds.
func (h Histogram) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Count   uint64                   `json:"count"`
		Sum     time.Duration            `json:"sum_ns"`
		Buckets map[time.Duration]uint64 `json:"buckets_ns"`
	}{h.Count, h.Sum, h.Buckets()})
}
