package analytics

import (
	"cmp"

	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
)

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
	return clicktext.Names{"none", "hour", "day", "week", "month"}
}
