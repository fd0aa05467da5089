package httpadapter

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"
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

// writeQuota sets the headers RateLimit-Limit, RateLimit-Remaining and
// RateLimit-Reset of the IETF draft "RateLimit header fields for HTTP", version 6.
func writeQuota(h http.Header, q Quota, limit Limit, _ time.Time) {
	h.Set("RateLimit-Limit", strconv.Itoa(limit.Requests))
	h.Set("RateLimit-Remaining", strconv.Itoa(q.Remaining))
	h.Set("RateLimit-Reset", seconds(q.Reset))
}

// seconds returns d in seconds, rounded up so that no client returns too early.
func seconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}
