package tally

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Begin returns when the day, week or month begins that a time is in.
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

// Group adds up points, which are hours or days, to those of a granularity that
// is no finer.
func groupPoints(g analytics.Granularity, points []analytics.Point) (groups []analytics.Point) {
	for i := range points {
		start := Begin(g, points[i].Start)
		if n := len(groups); n == 0 || !groups[n-1].Start.Equal(start) {
			groups = append(groups, analytics.Point{Start: start})
		}
		addPoint(&groups[len(groups)-1], &points[i])
	}
	return groups
}

// Add adds the requests of another point.
func addPoint(p *analytics.Point, q *analytics.Point) {
	p.Clicks += q.Clicks
	for class, n := range q.Classes {
		p.Classes[class] += n
	}
}
