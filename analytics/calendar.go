package analytics

import (
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// maxDays is the most days that a query can span.
const maxDays = 36_600

// calendar is the days of a query in its zone: the start of each, and the end
// of the last.
type calendar struct {
	starts []time.Time
}

// newCalendar returns the days that a query touches.
func newCalendar(q *Query) (calendar, error) {
	loc := q.Location
	if loc == nil {
		loc = time.UTC
	}
	switch {
	case q.From.IsZero():
		return calendar{}, &routing.FieldError{Field: "From", Reason: "is missing"}
	case !q.To.After(q.From):
		return calendar{}, &routing.FieldError{Field: "To", Reason: "must be after From"}
	case q.To.Sub(q.From) > maxDays*24*time.Hour:
		return calendar{}, &routing.FieldError{Field: "To", Reason: fmt.Sprintf("must be at most %d days after From", maxDays)}
	}
	var c calendar
	year, month, day := q.From.In(loc).Date()
	for n := 0; ; n++ {
		start := startOfDay(year, month, day+n, loc)
		if n > 0 && !start.After(c.starts[len(c.starts)-1]) {
			continue // the zone left out a day
		}
		c.starts = append(c.starts, start)
		if !start.Before(q.To) {
			return c, nil
		}
	}
}

// startOfDay returns the first instant of a day, also where midnight is skipped
// or comes twice.
func startOfDay(year int, month time.Month, day int, loc *time.Location) time.Time {
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	t := time.Date(year, month, day, 0, 0, 0, 0, loc)
	begin, end := t.ZoneBounds()
	if t.Day() != date.Day() { // midnight is skipped, t is before the change
		return end
	}
	if t.Hour() != 0 || t.Minute() != 0 { // or after it
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

// bounds returns the range in milliseconds, its end exclusive.
func (c *calendar) bounds() (from, to int64) {
	return c.starts[0].UnixMilli(), c.starts[len(c.starts)-1].UnixMilli()
}

// days returns the number of days.
func (c *calendar) days() int { return len(c.starts) - 1 }

// index returns the day of a time in the range, looking from a day that is not
// after it.
func (c *calendar) index(ms int64, from int) int {
	for from+1 < c.days() && c.starts[from+1].UnixMilli() <= ms {
		from++
	}
	return from
}

// utcDay is the part of a query's range that falls on one UTC day.
type utcDay struct {
	day uint32
	// from and to bound its quarter-hours, 0 to 96.
	from, to int
	// first is the day of the calendar on which it begins.
	first int
}

// utcDays returns the UTC days of the range, from 1970 on.
func (c *calendar) utcDays() (days []utcDay) {
	from, to := c.bounds()
	from = max(from, 0)
	first := c.index(from, 0)
	for from < to {
		day := utcDay{day: dayOf(from), from: quarterOf(from), to: quartersPerDay, first: c.index(from, first)}
		next := (int64(day.day) + 1) * msPerDay
		if to < next {
			day.to = quarterOf(to)
		}
		days = append(days, day)
		from, first = next, day.first
	}
	return days
}
