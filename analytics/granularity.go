package analytics

import (
	"cmp"

	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
)

// Granularity is the length of the buckets of a series.
type Granularity uint8

// The granularities. The zero value is none.
const (
	// QuarterHourly buckets begin at each full quarter of an hour.
	QuarterHourly Granularity = iota + 1
	// Hourly buckets begin at each full hour of the local time, and where the local
	// time changes. A day has 23, 24 or 25 of them, or more if the local time
	// changes by part of an hour.
	Hourly
	// Daily buckets are days.
	Daily
	// Weekly buckets are the weeks of ISO 8601, which begin on Monday.
	Weekly
	// Monthly buckets are months.
	Monthly
)

// String returns the unit of the granularity, such as "hour", or "none" for zero.
func (g Granularity) String() string { return cmp.Or(granularityNames().Of(uint8(g)), "unknown") }

// MarshalText returns the text of [Granularity.String].
func (g Granularity) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what [Granularity.MarshalText] returns. Another text is a
// *[routing.FieldError].
func (g *Granularity) UnmarshalText(text []byte) error {
	value, err := granularityNames().Value("granularity", string(text))
	if err == nil {
		*g = Granularity(value)
	}
	return err
}

func granularityNames() clicktext.Names {
	return clicktext.Names{"none", "quarter", "hour", "day", "week", "month"}
}
