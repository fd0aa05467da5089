package tally

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Begin returns the beginning of the day, week or month that has a time.
func Begin(g analytics.Granularity, t time.Time) time.Time {
	year, month, day := t.Date()
	switch g {
	case analytics.Weekly:
		day -= (int(t.Weekday()) + 6) % 7
	case analytics.Monthly:
		day = 1
	}
	return startOfDay(year, month, day, t.Location())
}

// groupPoints adds up hours or days to points of a coarser granularity. Where the clock
// goes back over midnight, the hours that repeat the day before are part of the day
// that has begun.
func groupPoints(g analytics.Granularity, points []analytics.Point) (groups []analytics.Point) {
	for i := range points {
		start := Begin(g, points[i].Start)
		if n := len(groups); n == 0 || start.After(groups[n-1].Start) {
			groups = append(groups, analytics.Point{Start: start})
		}
		addPoint(&groups[len(groups)-1], &points[i])
	}
	return groups
}

// addPoint adds the requests and the conversions of another point.
func addPoint(p *analytics.Point, q *analytics.Point) {
	p.Clicks += q.Clicks
	p.Conversions += q.Conversions
	for class, n := range q.Classes {
		p.Classes[class] += n
	}
}
