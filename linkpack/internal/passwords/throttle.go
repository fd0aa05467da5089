package passwords

import (
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A visitor has attemptBurst attempts at once and gets one back every
// attemptInterval.
const (
	attemptBurst    = 5
	attemptInterval = 12 * time.Second
	maxAttempts     = 20_000 // visitors that are remembered, a few MB
)

// attemptKey is a link and who tries to open it.
type attemptKey struct {
	link uint32
	addr netip.Addr
}

// throttle bounds the attempts of each visitor by a token bucket. The buckets
// live in two generations: one that nobody used for a whole generation is full
// again, so that forgetting it changes nothing. When very many addresses fill a
// generation before its time, some are forgotten that are not full.
type throttle struct {
	clock func() time.Time

	mu         sync.Mutex
	young, old map[attemptKey]*rate.Limiter
	born       time.Time // the young generation
}

func newThrottle(clock func() time.Time) *throttle {
	return &throttle{clock: clock, young: make(map[attemptKey]*rate.Limiter), born: clock()}
}

// wait returns how long a visitor waits for the next attempt, zero if not at all.
// It uses nothing up.
func (t *throttle) wait(who attemptKey) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if bucket := t.find(who); bucket != nil {
		return untilNext(bucket, t.clock())
	}
	return 0
}

// take uses an attempt up and returns zero, or how long to wait for the next.
func (t *throttle) take(who attemptKey) time.Duration {
	now := t.clock()
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.young) >= maxAttempts/2 || now.Sub(t.born) >= attemptBurst*attemptInterval {
		t.old, t.young, t.born = t.young, make(map[attemptKey]*rate.Limiter), now
	}
	bucket := t.find(who)
	if bucket == nil {
		bucket = rate.NewLimiter(rate.Every(attemptInterval), attemptBurst)
	}
	t.young[who] = bucket
	if bucket.AllowN(now, 1) {
		return 0
	}
	return untilNext(bucket, now)
}

// find returns a visitor's bucket, or nil.
func (t *throttle) find(who attemptKey) *rate.Limiter {
	if bucket := t.young[who]; bucket != nil {
		return bucket
	}
	return t.old[who]
}

// untilNext is how long a bucket needs until it has a whole attempt.
func untilNext(bucket *rate.Limiter, now time.Time) time.Duration {
	missing := 1 - bucket.TokensAt(now)
	return time.Duration(math.Ceil(max(missing, 0) * float64(attemptInterval)))
}

// forgive gives a visitor all attempts back.
func (t *throttle) forgive(who attemptKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.young, who)
	delete(t.old, who)
}
