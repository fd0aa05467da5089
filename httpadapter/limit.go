package httpadapter

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limiter enforces rate limits. Implementations must be safe for concurrent use.
type Limiter interface {
	// Allow counts one request of a client and reports whether it may pass. key
	// identifies the client; a client has a separate quota for each limit. If
	// Allow returns an error, the request is answered 500.
	Allow(ctx context.Context, key string, limit Limit) (Quota, error)
}

// Quota is the state of a client's rate limit.
type Quota struct {
	// Allowed reports whether the request may pass.
	Allowed bool
	// Remaining is the number of requests that may follow at once.
	Remaining int
	// Reset is the time until the full quota is available again.
	Reset time.Duration
	// RetryAfter is the time until the next request may pass; zero if it may
	// pass at once.
	RetryAfter time.Duration
}

// write sets the rate limit headers of the answer.
func (q Quota) write(h http.Header, limit Limit) {
	h.Set("RateLimit-Limit", strconv.Itoa(limit.Requests))
	h.Set("RateLimit-Remaining", strconv.Itoa(q.Remaining))
	h.Set("RateLimit-Reset", seconds(q.Reset))
	if !q.Allowed {
		h.Set("Retry-After", seconds(max(q.RetryAfter, 1)))
	}
}

// seconds returns d in seconds, rounded up so that no client returns too early.
func seconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}

// maxBuckets bounds each generation of buckets.
const maxBuckets = 10_000

// buckets is a [Limiter] of token buckets in this process. It keeps them in two
// generations and drops the old one as a whole. A bucket that was not used for a
// whole generation is full again, so that dropping it changes nothing.
type buckets struct {
	now func() time.Time

	mu         sync.Mutex
	young, old map[account]*rate.Limiter
	born       time.Time     // start of the young generation
	age        time.Duration // length of a generation
}

// account is one client under one limit.
type account struct {
	key   string
	limit Limit
}

func newBuckets(now func() time.Time) *buckets {
	return &buckets{now: now, young: map[account]*rate.Limiter{}, born: now(), age: time.Minute}
}

// Allow takes one request from the client's bucket.
func (b *buckets) Allow(_ context.Context, key string, limit Limit) (Quota, error) {
	if limit.Window <= 0 {
		limit.Window = time.Second
	}
	now := b.now()
	bucket := b.bucket(account{key, limit}, now)
	allowed := bucket.AllowN(now, 1)
	tokens := min(max(bucket.TokensAt(now), 0), float64(limit.Requests))
	quota := Quota{
		Allowed:   allowed,
		Remaining: int(tokens),
		Reset:     bucketTime(float64(limit.Requests)-tokens, limit),
	}
	if quota.Remaining == 0 {
		quota.RetryAfter = bucketTime(1-tokens, limit)
	}
	return quota, nil
}

// bucketTime returns how long a bucket takes to refill by a number of tokens.
func bucketTime(tokens float64, limit Limit) time.Duration {
	return time.Duration(tokens / float64(limit.Requests) * float64(limit.Window))
}

// bucket returns the account's bucket, or a new full one.
func (b *buckets) bucket(a account, now time.Time) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.age = max(b.age, a.limit.Window)
	if len(b.young) >= maxBuckets || now.Sub(b.born) >= b.age {
		b.old, b.young, b.born = b.young, map[account]*rate.Limiter{}, now
	}
	if bucket := b.young[a]; bucket != nil {
		return bucket
	}
	a.key = strings.Clone(a.key) // which may be part of a request
	bucket := b.old[a]
	if bucket == nil {
		perSecond := float64(a.limit.Requests) / a.limit.Window.Seconds()
		bucket = rate.NewLimiter(rate.Limit(perSecond), a.limit.Requests)
	}
	b.young[a] = bucket
	return bucket
}
