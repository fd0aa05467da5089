package wire

import "time"

// DateOf returns the beginning of a UTC day.
func DateOf(day uint32) time.Time { return time.UnixMilli(int64(day) * MsPerDay).UTC() }

// The log counts time in milliseconds since 1970, in UTC; the rollups in days,
// and in hours and quarter-hours of a day.
const (
	MsPerQuarter = 15 * 60 * 1000
	MsPerHour    = 4 * MsPerQuarter
	MsPerDay     = 24 * MsPerHour
	// MaxTime is what 48 bits hold, as a UUIDv7 has them.
	MaxTime = 1<<48 - 1
)

// DayOf returns the UTC day of a time in milliseconds.
func DayOf(ms int64) uint32 { return uint32(ms / MsPerDay) }

// HourOf returns the hour of its UTC day, 0 to 23.
func HourOf(ms int64) int { return int(ms % MsPerDay / MsPerHour) }

// QuarterOf returns the quarter-hour of its UTC day, 0 to 95.
func QuarterOf(ms int64) int { return int(ms % MsPerDay / MsPerQuarter) }

// dayName returns a UTC day as in "2026-01-31".
func dayName(day uint32) string {
	return time.UnixMilli(int64(day) * MsPerDay).UTC().Format(time.DateOnly)
}
