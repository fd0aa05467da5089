package tally

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// wallClock returns the local time of a zone. It remembers the offset, so that it
// does not look it up for each of many close times.
type wallClock struct {
	loc *time.Location
	// offset is valid for times in [from, until). All are in milliseconds.
	from, until, offset int64
}

// hour returns the weekday and the hour of a time in milliseconds.
func (w *wallClock) hour(ms int64) (time.Weekday, int) {
	if ms < w.from || ms >= w.until {
		w.move(ms)
	}
	hours := (ms + w.offset + wire.MsPerDay) / wire.MsPerHour // a day more: local time may be before 1970
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
