package linkpack

import (
	"net/netip"
	"sync"
	"time"
)

// A visitor has attemptBurst attempts at once and gets one back every
// attemptInterval.
const (
	attemptBurst    = 5
	attemptInterval = 12 * time.Second
	maxAttempts     = 20_000 // visitors that are remembered, about 2 MB
)

// attemptKey is a link and who tries to open it.
type attemptKey struct {
	link uint32
	addr netip.Addr
}

// throttle bounds attempts by the generic cell rate algorithm: it keeps, for
// each visitor, the time at which all attempts will have come back.
type throttle struct {
	clock func() time.Time

	mu   sync.Mutex
	full map[attemptKey]time.Time
}

func newThrottle(clock func() time.Time) *throttle {
	return &throttle{clock: clock, full: make(map[attemptKey]time.Time)}
}

// take uses an attempt up and returns zero, or how long to wait for the next.
func (t *throttle) take(who attemptKey) (wait time.Duration) {
	now := t.clock()
	t.mu.Lock()
	defer t.mu.Unlock()
	full := t.full[who]
	if full.Before(now) {
		full = now
	}
	full = full.Add(attemptInterval)
	if wait := full.Sub(now) - attemptBurst*attemptInterval; wait > 0 {
		return wait
	}
	if len(t.full) >= maxAttempts {
		t.sweep(now)
	}
	t.full[who] = full
	return 0
}

// giveBack gives a visitor one attempt back.
func (t *throttle) giveBack(who attemptKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if full, known := t.full[who]; known {
		t.full[who] = full.Add(-attemptInterval)
	}
}

// sweep forgets those who have all attempts back, and some others when there
// are none: it takes very many addresses to get here.
func (t *throttle) sweep(now time.Time) {
	for who, full := range t.full {
		if !full.After(now) {
			delete(t.full, who)
		}
	}
	for who := range t.full {
		if len(t.full) < maxAttempts*9/10 {
			return
		}
		delete(t.full, who)
	}
}

// forgive gives a visitor all attempts back.
func (t *throttle) forgive(who attemptKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.full, who)
}
