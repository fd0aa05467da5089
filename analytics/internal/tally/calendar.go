package tally

import (
	"fmt"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

const (
	// maxDays is the largest number of days in a query.
	maxDays = 36_600
	// maxHours is the largest number of hours in an hourly series: four years.
	maxHours = 36_600
)

// Calendar divides the range of a query into buckets, in the query's time zone.
// Buckets are hours or quarters of hours if the query asks for them, else days. Weeks and
// months are sums of days.
type Calendar struct {
	starts []time.Time // of each bucket, and the end of the last
	ms     []int64     // the same in milliseconds
	loc    *time.Location
	// fine is QuarterHourly or Hourly if buckets are shorter than days, or 0.
	fine  analytics.Granularity
	exact bool
}

// NewCalendar returns the calendar of a query. It has whole days, or quarters of hours if
// the query is exact: all that the query's range touches. The error is a
// *[routing.FieldError].
func NewCalendar(q *analytics.Query) (Calendar, error) {
	c := Calendar{loc: q.Location, exact: q.Exact}
	if q.Granularity < analytics.Daily {
		c.fine = q.Granularity
	}
	if c.loc == nil {
		c.loc = time.UTC
	}
	switch span := q.To.Sub(q.From); {
	case q.From.IsZero():
		return c, &routing.FieldError{Field: "From", Reason: "is missing"}
	case !q.To.After(q.From):
		return c, &routing.FieldError{Field: "To", Reason: "must be after From"}
	case span > maxDays*24*time.Hour:
		return c, &routing.FieldError{Field: "To", Reason: fmt.Sprintf("must be at most %d days after From", maxDays)}
	case c.fine == analytics.Hourly && span > maxHours*time.Hour:
		return c, &routing.FieldError{Field: "Granularity", Reason: fmt.Sprintf("must not be hour for more than %d hours", maxHours)}
	case c.fine == analytics.QuarterHourly && span > maxHours*time.Hour/4:
		return c, &routing.FieldError{Field: "Granularity", Reason: fmt.Sprintf("must not be quarter for more than %d hours", maxHours/4)}
	}
	year, month, day := q.From.In(c.loc).Date()
	for n := 0; ; n++ {
		if start := startOfDay(year, month, day+n, c.loc); c.append(start) && !start.Before(q.To) {
			break
		}
	}
	if c.exact {
		c.cut(q.From.Truncate(slot), q.To.Add(slot-1).Truncate(slot))
	}
	return c, nil
}

// slot is the shortest bucket.
const slot = 15 * time.Minute

// cut removes what is before from or after to.
func (c *Calendar) cut(from, to time.Time) {
	whole := c.starts
	c.starts, c.ms = nil, nil
	c.put(from.In(c.loc))
	for _, start := range whole {
		if start.After(from) && start.Before(to) {
			c.put(start)
		}
	}
	c.put(to.In(c.loc))
}

// Previous returns the calendar of the same number of days directly before or, if it is
// exact, of the same time.
func (c *Calendar) Previous() (Calendar, error) {
	days := len(groupPoints(analytics.Daily, c.points()))
	year, month, day := c.starts[0].Date()
	q := analytics.Query{From: startOfDay(year, month, day-days, c.loc), To: c.starts[0], Location: c.loc, Granularity: c.fine}
	if c.exact {
		q.Exact, q.From = true, c.starts[0].Add(-c.starts[c.size()].Sub(c.starts[0]))
	}
	return NewCalendar(&q)
}

// append appends the start of the next day and, if buckets are shorter, those before it. It returns false for a day that the time zone skips.
func (c *Calendar) append(start time.Time) bool {
	if n := len(c.starts); n > 0 {
		if !start.After(c.starts[n-1]) {
			return false
		}
		for c.fine != 0 {
			next := c.next(c.starts[len(c.starts)-1])
			if !next.Before(start) {
				break
			}
			c.put(next)
		}
	}
	c.put(start)
	return true
}

func (c *Calendar) put(start time.Time) {
	c.starts = append(c.starts, start)
	c.ms = append(c.ms, start.UnixMilli())
}

// next returns the end of a bucket that is shorter than a day.
func (c *Calendar) next(start time.Time) time.Time {
	if c.fine == analytics.QuarterHourly {
		return start.Truncate(slot).Add(slot)
	}
	return nextHour(start)
}

// nextHour returns the next full hour, or the next change of the clock if that is
// earlier.
func nextHour(t time.Time) time.Time {
	next := t.Add(time.Hour - time.Duration(t.Minute())*time.Minute - time.Duration(t.Second())*time.Second)
	if _, end := t.ZoneBounds(); !end.IsZero() && end.Before(next) {
		return end.In(t.Location())
	}
	return next
}

// startOfDay returns the first instant of a day, also if midnight is skipped or
// comes twice.
func startOfDay(year int, month time.Month, day int, loc *time.Location) time.Time {
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	t := time.Date(year, month, day, 0, 0, 0, 0, loc)
	begin, end := t.ZoneBounds()
	if t.Day() != date.Day() { // midnight is skipped and t is before the change
		return end
	}
	if t.Hour() != 0 || t.Minute() != 0 { // midnight is skipped and t is after the change
		return begin
	}
	if begin.IsZero() {
		return t
	}
	_, offset := t.Zone()
	_, offsetBefore := begin.Add(-time.Second).Zone()
	if first := t.Add(time.Duration(offset-offsetBefore) * time.Second); first.Before(begin) && first.Before(t) {
		return first
	}
	return t
}

// bounds returns the range in milliseconds, to exclusive.
func (c *Calendar) bounds() (from, to int64) { return c.ms[0], c.ms[len(c.ms)-1] }

// Range returns the start and the end of the range.
func (c *Calendar) Range() (from, to time.Time) { return c.starts[0], c.starts[c.size()] }

// size returns the number of buckets.
func (c *Calendar) size() int { return len(c.starts) - 1 }

// points returns a point without figures for each bucket.
func (c *Calendar) points() []analytics.Point {
	points := make([]analytics.Point, c.size())
	for i := range points {
		points[i].Start = c.starts[i]
	}
	return points
}

// index returns the bucket of a time in the range. It searches from a bucket that is
// not after the time.
func (c *Calendar) index(ms int64, from int) int {
	for from+1 < c.size() && c.ms[from+1] <= ms {
		from++
	}
	return from
}

// find returns the bucket of a time in the range.
func (c *Calendar) find(ms int64) int {
	i, found := slices.BinarySearch(c.ms, ms)
	if found {
		return i
	}
	return i - 1
}

// UtcDay is the part of a query's range that falls on one UTC day.
type UtcDay struct {
	day uint32
	// from and to are quarter-hours, 0 to 96, to exclusive.
	from, to int
	// first is the calendar's bucket in which it begins.
	first int
}

// UtcDays returns the UTC days of the range, from 1970 on.
func (c *Calendar) UtcDays() (days []UtcDay) {
	from, to := c.bounds()
	from = max(from, 0)
	first := 0
	for from < to {
		first = c.index(from, first)
		day := UtcDay{day: wire.DayOf(from), from: wire.QuarterOf(from), to: rollup.QuartersPerDay, first: first}
		next := (int64(day.day) + 1) * wire.MsPerDay
		if to < next {
			day.to = wire.QuarterOf(to)
		}
		days = append(days, day)
		from = next
	}
	return days
}
