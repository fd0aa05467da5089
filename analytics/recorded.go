package analytics

import (
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// recorded are the facts of a recorded click as the log has them, where a visit
// has something that they are made of.
type recorded struct {
	visitor  uint64 // 0 has it hashed
	referrer string // empty for none
	utm      routing.UTM
	scan     bool
}

// recordedOf returns a click's facts that no visit could bring along unchanged.
func recordedOf(c *Click) *recorded {
	return &recorded{visitor: c.Visitor, referrer: recordedReferrer(c.Referrer), utm: c.UTM, scan: c.Scan}
}

// recordedReferrer returns a click's referrer as the log has it. What the log
// gives out stays as it is.
func recordedReferrer(referrer string) string {
	switch {
	case referrer == emptyLabel(ByReferrer):
		return ""
	case strings.Contains(referrer, "://"):
		return referrerOf((&routing.Visit{Referer: referrer}).RefererHost())
	}
	return strings.ToLower(referrer)
}
