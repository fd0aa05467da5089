package routing

import "time"

const (
	secondsPerDay = 24 * 60 * 60
	// thursday is the weekday of 1970-01-01.
	thursday = int(time.Thursday)
)

// local is the date and time of day in a zone.
type local struct {
	zone   *time.Location
	day    int32 // since 1970-01-01
	minute int32 // since midnight
}

// in returns the time of the visit in a zone. It keeps the last zone that was asked
// for.
func (v *Visit) in(zone *time.Location) *local {
	if v.local.zone != zone {
		v.local = localTime(v.Time, zone)
	}
	return &v.local
}

// localTime returns a time in a zone.
func localTime(t time.Time, zone *time.Location) local {
	_, offset := t.In(zone).Zone()
	seconds := t.Unix() + int64(offset)
	day, second := seconds/secondsPerDay, seconds%secondsPerDay
	if second < 0 { // before 1970
		day, second = day-1, second+secondsPerDay
	}
	return local{zone, int32(day), int32(second / 60)}
}

// weekday returns the day of the week, 0 for Sunday.
func (l *local) weekday() int { return ((int(l.day)+thursday)%7 + 7) % 7 }
