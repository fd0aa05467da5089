package recount

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Join adds the audit of a lane to that of others.
func Join(all, a *analytics.Audit, lane analytics.Lane) {
	auditor := Auditor{all}
	for _, f := range a.Findings {
		f.Lane = lane
		auditor.Found(f)
	}
	all.Clicks += a.Clicks
	all.Rollups += a.Rollups
	all.Omitted += a.Omitted
	for _, date := range a.Beyond {
		auditor.beyond(wire.DayOf(date.UnixMilli()))
	}
}
