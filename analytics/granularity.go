package analytics

import "time"

// Granularity is the length of the buckets of a series.
type Granularity uint8

// The granularities. The zero value is none.
const (
	// Hourly buckets begin with each hour of the zone's clock, and where the
	// clock is changed. A day has 23, 24 or 25 of them, or more where it is
	// changed by a part of an hour.
	Hourly Granularity = iota + 1
	// Daily buckets are days.
	Daily
	// Weekly buckets are the weeks of ISO 8601, which begin on Monday.
	Weekly
	// Monthly buckets are months.
	Monthly
)

// String returns the granularity as a unit, as in "hour"; "none" for zero.
func (g Granularity) String() string {
	names := [...]string{"none", "hour", "day", "week", "month"}
	if int(g) < len(names) {
		return names[g]
	}
	return "unknown"
}

// begin returns when the day, week or month begins that a time is in.
func (g Granularity) begin(t time.Time) time.Time {
	year, month, day := t.Date()
	switch g {
	case Weekly:
		day -= (int(t.Weekday()) + 6) % 7
	case Monthly:
		day = 1
	}
	return startOfDay(year, month, day, t.Location())
}

// group adds up points, which are hours or days, to those of a granularity that
// is no finer.
func (g Granularity) group(points []Point) (groups []Point) {
	for i := range points {
		start := g.begin(points[i].Start)
		if n := len(groups); n == 0 || !groups[n-1].Start.Equal(start) {
			groups = append(groups, Point{Start: start})
		}
		groups[len(groups)-1].add(&points[i])
	}
	return groups
}

// add adds the requests of another point.
func (p *Point) add(q *Point) {
	p.Clicks += q.Clicks
	for class, n := range q.Classes {
		p.Classes[class] += n
	}
}

// wallClock tells what the clocks of a zone show, at times that stand near to
// each other, without asking the zone for each.
type wallClock struct {
	loc *time.Location
	// from and until bound, in milliseconds, where offset holds.
	from, until, offset int64
}

// hour returns the weekday and the hour of a time in milliseconds.
func (w *wallClock) hour(ms int64) (time.Weekday, int) {
	if ms < w.from || ms >= w.until {
		w.move(ms)
	}
	hours := (ms + w.offset + msPerDay) / msPerHour // of a day before 1970 in the west
	return time.Weekday((hours/24 + 3) % 7), int(hours % 24)
}

// move looks up the offset at a time.
func (w *wallClock) move(ms int64) {
	t := time.UnixMilli(ms).In(w.loc)
	begin, end := t.ZoneBounds()
	_, offset := t.Zone()
	w.from, w.until, w.offset = 0, maxTime+1, int64(offset)*1000
	if !begin.IsZero() {
		w.from = begin.UnixMilli()
	}
	if !end.IsZero() {
		w.until = end.UnixMilli()
	}
}
