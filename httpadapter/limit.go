package httpadapter

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limiter keeps clients within their rate. Implementations must be safe for
// concurrent use.
type Limiter interface {
	// Allow takes one request from what is left to a client. key names the
	// client; the same key under another limit is another account. When it
	// fails, the request is answered 500.
	Allow(ctx context.Context, key string, limit Limit) (Quota, error)
}

// Quota is what is left to a client.
type Quota struct {
	// Allowed says that the request may pass.
	Allowed bool
	// Remaining is how many more requests may be made at once.
	Remaining int
	// Reset is the time until all requests of the limit are there again.
	Reset time.Duration
	// RetryAfter is the time until the next request may pass; zero if it may
	// at once.
	RetryAfter time.Duration
}

// write says in the answer's headers what is left.
func (q Quota) write(h http.Header, limit Limit) {
	h.Set("RateLimit-Limit", strconv.Itoa(limit.Requests))
	h.Set("RateLimit-Remaining", strconv.Itoa(q.Remaining))
	h.Set("RateLimit-Reset", seconds(q.Reset))
	if !q.Allowed {
		h.Set("Retry-After", seconds(max(q.RetryAfter, 1)))
	}
}

// seconds rounds up, so that nobody comes back too early.
func seconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}

// maxBuckets bounds each generation of buckets.
const maxBuckets = 10_000

// buckets is a [Limiter] of token buckets in this process. They live in two
// generations: a bucket that nobody used for a whole one is full again, so
// forgetting it changes nothing, and no bucket is ever searched for.
type buckets struct {
	now func() time.Time

	mu         sync.Mutex
	young, old map[account]*rate.Limiter
	born       time.Time     // of the young generation
	age        time.Duration // that a generation reaches
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

// bucketTime is how long a bucket needs to get some tokens back.
func bucketTime(tokens float64, limit Limit) time.Duration {
	return time.Duration(tokens / float64(limit.Requests) * float64(limit.Window))
}

// bucket returns the account's bucket, a full one when it has none.
func (b *buckets) bucket(a account, now time.Time) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.age = max(b.age, a.limit.Window)
	if len(b.young) >= maxBuckets || now.Sub(b.born) >= b.age {
		b.old, b.young, b.born = b.young, map[account]*rate.Limiter{}, now
	}
	bucket := b.young[a]
	if bucket == nil {
		bucket = b.old[a]
	}
	if bucket == nil {
		perSecond := float64(a.limit.Requests) / a.limit.Window.Seconds()
		bucket = rate.NewLimiter(rate.Limit(perSecond), a.limit.Requests)
	}
	b.young[a] = bucket
	return bucket
}
