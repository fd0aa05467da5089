package httpadapter

import (
	"errors"
	"sync"
	"time"
)

// errAway says that a store is not asked, since it has failed.
var errAway = errors.New("httpadapter: the store of rate limits has failed")

// limitPause is how long a store that has failed is not asked.
const limitPause = 5 * time.Second

// outage knows whether a store fails, so that not every request waits for it. Its zero
// value says that it does not.
type outage struct {
	mu    sync.Mutex
	lasts bool
	retry time.Time
}

// skips reports whether the store should not be asked. During an outage, one of all
// callers may ask after each pause.
func (o *outage) skips(now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.lasts {
		return false
	}
	if now.Before(o.retry) {
		return true
	}
	o.retry = now.Add(limitPause)
	return false
}

// note takes note of the result of asking, and reports whether an outage begins or ends.
func (o *outage) note(err error, now time.Time) (changed bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	changed = o.lasts != (err != nil)
	o.lasts, o.retry = err != nil, now.Add(limitPause)
	return changed
}
