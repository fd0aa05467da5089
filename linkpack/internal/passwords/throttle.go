package passwords

import (
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A visitor has attemptBurst attempts at once and regains one every
// attemptInterval.
const (
	attemptBurst    = 5
	attemptInterval = 12 * time.Second
	maxAttempts     = 20_000 // remembered visitors, a few MB
)

// attemptKey is a link and the address of a visitor who tries to open it.
type attemptKey struct {
	link uint32
	addr netip.Addr
}

// throttle limits the attempts of each visitor with a token bucket. The buckets
// are kept in two generations. A bucket that was not used for a whole
// generation is full again, so it can be dropped. If very many addresses fill a
// generation early, buckets that are not yet full are dropped too.
type throttle struct {
	clock func() time.Time

	mu         sync.Mutex
	young, old map[attemptKey]*rate.Limiter
	born       time.Time // when the young generation began
}

func newThrottle(clock func() time.Time) *throttle {
	return &throttle{clock: clock, young: make(map[attemptKey]*rate.Limiter), born: clock()}
}

// wait returns how long a visitor must wait for the next attempt. It takes none.
func (t *throttle) wait(who attemptKey) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if bucket := t.find(who); bucket != nil {
		return untilNext(bucket, t.clock())
	}
	return 0
}

// take takes an attempt and returns zero, or returns how long to wait for one.
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

// untilNext returns how long it takes until a bucket has an attempt.
func untilNext(bucket *rate.Limiter, now time.Time) time.Duration {
	missing := 1 - bucket.TokensAt(now)
	return time.Duration(math.Ceil(max(missing, 0) * float64(attemptInterval)))
}

// forgive restores all attempts of a visitor.
func (t *throttle) forgive(who attemptKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.young, who)
	delete(t.old, who)
}
