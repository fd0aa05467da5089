package analytics

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
