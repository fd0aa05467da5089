package analytics

import "time"

// Metrics are a recorder's figures since it was opened, as they are now.
type Metrics struct {
	// Recorded is the number of clicks that are on disk.
	Recorded uint64
	// Lost is the number of clicks that are not, and will not be.
	Lost uint64
	// Queued is the number of hits that wait for the next flush.
	Queued int
	// Pending is the number of clicks on disk that are not folded yet.
	Pending int
	// Flushes is the number of blocks written, Folds of slices folded.
	Flushes, Folds uint64
	// Failures is the number of transactions that failed.
	Failures uint64
	// LastFlush is how long the last flush took in the store.
	LastFlush time.Duration
}

// Metrics returns the recorder's figures.
func (r *Recorder) Metrics() Metrics {
	queued, lost := r.queue.length()
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.metrics
	m.Queued, m.Lost, m.Pending = queued, lost, r.pending.clicks
	return m
}
