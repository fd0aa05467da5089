package analytics

import "time"

// The log counts time in milliseconds since 1970, in UTC; the rollups in days,
// and in hours and quarter-hours of a day.
const (
	msPerQuarter = 15 * 60 * 1000
	msPerHour    = 4 * msPerQuarter
	msPerDay     = 24 * msPerHour
	// maxTime is what 48 bits hold, as a UUIDv7 has them.
	maxTime = 1<<48 - 1
)

// dayOf returns the UTC day of a time in milliseconds.
func dayOf(ms int64) uint32 { return uint32(ms / msPerDay) }

// hourOf returns the hour of its UTC day, 0 to 23.
func hourOf(ms int64) int { return int(ms % msPerDay / msPerHour) }

// quarterOf returns the quarter-hour of its UTC day, 0 to 95.
func quarterOf(ms int64) int { return int(ms % msPerDay / msPerQuarter) }

// dayName returns a UTC day as in "2026-01-31".
func dayName(day uint32) string {
	return time.UnixMilli(int64(day) * msPerDay).UTC().Format(time.DateOnly)
}
