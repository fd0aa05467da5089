package linkbreakersv1

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
)

// writeQuota sets the three families of headers that clients of the API read:
// RateLimit-Policy and RateLimit, RateLimit-* with seconds, and X-RateLimit-* with a
// Unix time.
func writeQuota(h http.Header, q httpadapter.Quota, limit httpadapter.Limit, now time.Time) {
	reset, window := wholeSeconds(q.Reset), wholeSeconds(max(limit.Window, time.Second))
	h.Set("RateLimit-Policy", fmt.Sprintf(`"default";q=%d;w=%d`, limit.Requests, window))
	h.Set("RateLimit", fmt.Sprintf(`"default";r=%d;t=%d`, q.Remaining, reset))
	for _, prefix := range []string{"RateLimit-", "X-RateLimit-"} {
		h.Set(prefix+"Limit", strconv.Itoa(limit.Requests))
		h.Set(prefix+"Remaining", strconv.Itoa(q.Remaining))
	}
	h.Set("RateLimit-Reset", strconv.FormatInt(reset, 10))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(now.Unix()+reset, 10))
}

// wholeSeconds returns d in seconds, rounded up so that no client returns too early.
func wholeSeconds(d time.Duration) int64 { return int64(math.Ceil(d.Seconds())) }
