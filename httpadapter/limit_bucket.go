package httpadapter

import (
	"time"

	"golang.org/x/time/rate"
)

// bucket is a token bucket: its quota is restored at a constant rate.
type bucket struct {
	limit  Limit
	tokens *rate.Limiter
}

func newBucket(limit Limit) *bucket {
	perSecond := float64(limit.Requests) / limit.Window.Seconds()
	return &bucket{limit: limit, tokens: rate.NewLimiter(rate.Limit(perSecond), limit.Requests)}
}

func (b *bucket) take(now time.Time) Quota {
	allowed := b.tokens.AllowN(now, 1)
	tokens := min(max(b.tokens.TokensAt(now), 0), float64(b.limit.Requests))
	quota := Quota{
		Allowed:   allowed,
		Remaining: int(tokens),
		Reset:     b.refill(float64(b.limit.Requests) - tokens),
	}
	if quota.Remaining == 0 {
		quota.RetryAfter = b.refill(1 - tokens)
	}
	return quota
}

// refill returns how long the bucket takes to refill by a number of tokens.
func (b *bucket) refill(tokens float64) time.Duration {
	return time.Duration(tokens / float64(b.limit.Requests) * float64(b.limit.Window))
}
