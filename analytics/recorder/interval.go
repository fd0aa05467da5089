package recorder

import "time"

const (
	// durableIn is the time within which clicks are on disk in batched mode.
	durableIn = 100 * time.Millisecond
	// The bounds of the interval of flushes. A longer one shares the cost of a commit
	// among more clicks. The shorter one leaves room for flushes of 30 ms.
	minInterval = 40 * time.Millisecond
	maxInterval = 60 * time.Millisecond
)

// interval chooses the interval of flushes in batched mode by how long flushes take.
type interval struct {
	slowest time.Duration // of recent flushes
}

// took notes how long a flush took. A slow one counts less and less with each other.
func (i *interval) took(d time.Duration) { i.slowest = max(d, i.slowest-i.slowest/16) }

// next returns the time from the beginning of a flush to that of the next. A click that
// misses a flush waits for it, and perhaps for that of a slice, before its own.
func (i *interval) next() time.Duration {
	return min(max(durableIn-2*i.slowest, minInterval), maxInterval)
}
