package httpadapter

import (
	"sync"
	"time"
)

// fixedWindow counts the requests of one window of the clock.
type fixedWindow struct {
	limit Limit

	mu    sync.Mutex
	start time.Time // of the window that is counted
	used  int
}

func (w *fixedWindow) take(now time.Time) Quota {
	w.mu.Lock()
	defer w.mu.Unlock()
	if start := now.UTC().Truncate(w.limit.Window); start.After(w.start) { // a clock that goes back restores nothing
		w.start, w.used = start, 0
	}
	allowed := w.used < w.limit.Requests
	if allowed {
		w.used++
	}
	reset := w.start.Add(w.limit.Window).Sub(now)
	quota := Quota{Allowed: allowed, Remaining: w.limit.Requests - w.used, Reset: reset}
	if quota.Remaining == 0 {
		quota.RetryAfter = reset
	}
	return quota
}
