package tally

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

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
	hours := (ms + w.offset + wire.MsPerDay) / wire.MsPerHour // of a day before 1970 in the west
	return time.Weekday((hours/24 + 3) % 7), int(hours % 24)
}

// move looks up the offset at a time.
func (w *wallClock) move(ms int64) {
	t := time.UnixMilli(ms).In(w.loc)
	begin, end := t.ZoneBounds()
	_, offset := t.Zone()
	w.from, w.until, w.offset = 0, wire.MaxTime+1, int64(offset)*1000
	if !begin.IsZero() {
		w.from = begin.UnixMilli()
	}
	if !end.IsZero() {
		w.until = end.UnixMilli()
	}
}
