package recorder

import (
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
	"github.com/linkpack/linkpack-go/routing"
)

// recorded has facts of a recorded click that the log keeps as they are. For other
// hits they are derived from the visit.
type recorded struct {
	visitor  uint64 // 0 if it has to be hashed
	referrer string // empty for none
	utm      routing.UTM
	scan     bool
	// placement is that of the scanned code; empty for none.
	placement string
}

// recordedOf returns the facts of a click that a visit cannot carry unchanged.
func recordedOf(c *analytics.Click) *recorded {
	placement, _ := clicktext.Placement(c.Placement)
	return &recorded{visitor: c.Visitor, referrer: recordedReferrer(c.Referrer), utm: c.UTM, scan: c.Scan, placement: placement}
}

// recordedReferrer returns a click's referrer in the form of the log. A referrer that
// came from a log is unchanged.
func recordedReferrer(referrer string) string {
	switch {
	case referrer == clicklog.EmptyLabel(analytics.ByReferrer):
		return ""
	case strings.Contains(referrer, "://"):
		return referrerOf((&routing.Visit{Referer: referrer}).RefererHost())
	}
	return strings.ToLower(referrer)
}
