package tally

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same everywhere

	"github.com/linkpack/linkpack-go/analytics"
)

// zoneNames are the zones of tzdata, one of each that are the same.
//
//go:embed testdata/zones.txt
var zoneNames string

// TestCalendarsAreRightAroundEveryChangeOfAClock asks for the days around each change of
// each zone's clock from 1970 to 2037. Of changes that are alike it takes the first.
func TestCalendarsAreRightAroundEveryChangeOfAClock(t *testing.T) {
	changes, seen := 0, make(map[likeness]bool)
	for _, name := range strings.Fields(zoneNames) {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changesOf(loc) {
			changes++
			if l := likenessOf(change); !seen[l] {
				seen[l] = true
				checkAround(t, change)
			}
		}
	}
	if changes < 10_000 {
		t.Errorf("only %d changes", changes)
	}
}

// likeness is what matters of a change: the offsets and the weekday, the day if it is
// near the end of a month, and whether the clock has just changed or will soon.
type likeness struct {
	before, after, clock int
	weekday              time.Weekday
	day                  int
	close                bool
}

func likenessOf(change time.Time) likeness {
	before := change.Add(-time.Second)
	_, old := before.Zone()
	_, next := change.Zone()
	l := likeness{old, next, before.Hour()*60 + before.Minute(), before.Weekday(), before.Day(), false}
	if l.day > 3 && l.day < 26 {
		l.day = 0
	}
	begin, _ := before.ZoneBounds()
	_, end := change.ZoneBounds()
	const near = 5 * 24 * time.Hour
	l.close = change.Sub(begin) < near || !end.IsZero() && end.Sub(change) < near
	return l
}

// changesOf returns when a zone's clock changes.
func changesOf(loc *time.Location) (changes []time.Time) {
	t := time.Unix(0, 0).In(loc)
	for {
		_, end := t.ZoneBounds()
		if end.IsZero() || end.Year() > 2037 {
			return changes
		}
		t = end.In(loc)
		changes = append(changes, t)
	}
}

// checkAround compares the calendars of some days around a change with what happens on a
// clock.
func checkAround(t *testing.T, change time.Time) {
	t.Helper()
	q := analytics.Query{From: change.Add(-30 * time.Hour), To: change.Add(30 * time.Hour), Location: change.Location()}
	days := calendarOf(t, q)
	q.Granularity = analytics.Hourly
	hours := calendarOf(t, q)
	wantDays, wantHours := clockOf(days.starts[0], days.starts[days.size()])
	if !slices.EqualFunc(days.starts[:days.size()], wantDays, time.Time.Equal) {
		t.Errorf("%v: the days are %v, want %v", change, days.starts[:days.size()], wantDays)
	}
	if !slices.EqualFunc(hours.starts[:hours.size()], wantHours, time.Time.Equal) {
		t.Errorf("%v: the hours are %v, want %v", change, hours.starts[:hours.size()], wantHours)
	}
	if end := days.starts[days.size()]; !startsADay(end) {
		t.Errorf("%v: the range ends at %v", change, end)
	}
	daily := groupPoints(analytics.Daily, hours.points())
	samePoints(t, change, daily, days.points())
	for _, g := range []analytics.Granularity{analytics.Weekly, analytics.Monthly} {
		groups := groupPoints(g, daily)
		for i := range groups {
			if start := groups[i].Start; g == analytics.Monthly && start.Day() != 1 || g == analytics.Weekly && start.Weekday() != time.Monday && !skipsMonday(start) {
				t.Errorf("%v: a %v begins at %v", change, g, start)
			}
			if i > 0 && !groups[i].Start.After(groups[i-1].Start) {
				t.Errorf("%v: a %v begins at %v, after that of %v", change, g, groups[i].Start, groups[i-1].Start)
			}
		}
	}
}

func calendarOf(t *testing.T, q analytics.Query) Calendar {
	t.Helper()
	c, err := NewCalendar(&q)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// samePoints wants points to begin at the same times.
func samePoints(t *testing.T, change time.Time, got, want []analytics.Point) {
	t.Helper()
	if !slices.EqualFunc(got, want, func(a, b analytics.Point) bool { return a.Start.Equal(b.Start) }) {
		t.Errorf("%v: %d hours make the days %v, want %v", change, len(got), got, want)
	}
}

// clockOf watches a clock from the start of a day to that of another, and returns when
// days begin for the first time, and when full hours do and the clock changes.
func clockOf(from, to time.Time) (days, hours []time.Time) {
	latest, ends := 0, time.Time{}
	for now := from; now.Before(to); {
		_, end := now.ZoneBounds()
		if date := dateOf(now); date > latest {
			days, latest = append(days, now), date
		}
		if now.Minute() == 0 && now.Second() == 0 || now.Equal(ends) {
			hours = append(hours, now)
		}
		next := now.Add(time.Duration(15-now.Minute()%15)*time.Minute - time.Duration(now.Second())*time.Second)
		if !end.IsZero() && end.Before(next) {
			next = end.In(now.Location())
		}
		ends, now = end, next
	}
	return days, hours
}

// dateOf returns a date as a number, such as 20260328.
func dateOf(t time.Time) int {
	year, month, day := t.Date()
	return year*10_000 + int(month)*100 + day
}

// startsADay reports whether a date is on a clock for the first time.
func startsADay(t time.Time) bool {
	for before := range 50 {
		if dateOf(t.Add(-time.Duration(before)*30*time.Minute-time.Second)) >= dateOf(t) {
			return false
		}
	}
	return true
}

// skipsMonday reports whether the day before is no Monday, since the zone skipped it.
func skipsMonday(t time.Time) bool {
	return t.Weekday() == time.Tuesday && t.Add(-time.Second).Weekday() == time.Sunday
}
