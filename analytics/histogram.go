package analytics

import "time"

// NumBounds is the number of bounds that every [Histogram] has.
const NumBounds = 16

// HistogramBounds returns the upper bounds, inclusive and ascending, of the
// buckets of every [Histogram]: 100 µs to 10 s.
func HistogramBounds() [NumBounds]time.Duration {
	const us, ms = time.Microsecond, time.Millisecond
	return [NumBounds]time.Duration{
		100 * us, 250 * us, 500 * us, ms, 2500 * us, 5 * ms, 10 * ms, 25 * ms, 50 * ms,
		100 * ms, 250 * ms, 500 * ms, time.Second, 2500 * ms, 5 * time.Second, 10 * time.Second,
	}
}

// Histogram says how long something took each time. It is a value: copies are
// independent, and two of them can be compared.
type Histogram struct {
	// Count is how often it happened.
	Count uint64
	// Sum is how long it took all together.
	Sum time.Duration
	// Buckets counts by how long it took. Buckets[i] are those of at most
	// HistogramBounds()[i] that are in no bucket before; the last, beyond all
	// bounds, are those of more than 10 s.
	Buckets [NumBounds + 1]uint64
}

// Mean returns how long it took on average, 0 when it never happened.
func (h Histogram) Mean() time.Duration {
	if h.Count == 0 {
		return 0
	}
	return h.Sum / time.Duration(h.Count)
}
