package analytics

import "time"

// Query asks for the statistics of some links over a range of time.
type Query struct {
	// Links are the numbers of the links whose clicks are added up.
	Links []uint32
	// Workspace is the number of a workspace all of whose links are added up, by
	// [Plan.Workspace], instead of Links. 0 is none.
	Workspace uint32
	// From is the start of the range, inclusive. It is moved back to the start
	// of its day in Location.
	From time.Time
	// To is the end of the range, exclusive. It is moved on to the end of its
	// day in Location. A range has at most 36,600 days.
	To time.Time
	// Location is the time zone of hours, days, weeks and months. nil means
	// UTC.
	Location *time.Location
	// Granularity asks for [Period.Series] with buckets of that length. Zero
	// asks for none. A range of [Hourly] buckets has at most 36,600 hours.
	Granularity Granularity
	// Top is the most values of each breakdown; the clicks of all others are
	// added up as the [Count.Rest], which then stands last. Zero means all values.
	Top int
	// Filter keeps the requests that have, in each of its dimensions, one of
	// the values, written as breakdowns show them: "Unknown" and "Direct" too.
	// nil keeps all. Filtered figures are counted from the clicks in the log,
	// so that they cost as much as the links have clicks in the range, and what
	// the log no longer keeps is left out: see [Period.Gone]. They tell all
	// values apart, those too that are in the [Count.Rest] of many.
	Filter map[Dimension][]string
	// Compare asks for [Stats.Previous].
	Compare bool
}

// Stats are the statistics that a [Query] asks for.
type Stats struct {
	// Period holds the totals and the series.
	Period
	// Breakdowns counts the human clicks by value, for each dimension: most
	// clicks first, then by name.
	Breakdowns map[Dimension][]Count `json:"breakdowns"`
	// Hours counts the human clicks by weekday, Sunday being 0 as in
	// [time.Weekday], and hour of the clock in the query's location.
	Hours [7][24]uint64 `json:"hours"`
	// Splits tell how the visitors of the link's splits were divided, for a
	// query of one link. They are sorted by their ids.
	Splits []Split `json:"splits,omitempty"`
	// Previous are the totals and the series of as many days directly before
	// the range, when the query compares.
	Previous *Period `json:"previous,omitempty"`
}

// Period is what happened in a range of time.
type Period struct {
	// From is the start of the first day.
	From time.Time `json:"from"`
	// To is the end of the last day.
	To time.Time `json:"to"`
	// Classes counts the requests by class. They add up to all requests.
	Classes ClassCounts `json:"classes"`
	// Uniques is the number of different human visitors, when the range lies in
	// one key period: on one UTC day, or within 30 as [Options.KeyDays] says. It is nil otherwise: visitors cannot be recognized from one period to
	// the next, see [Period.DailyUniques]. It is off by at most 1 up to 1,000
	// visitors, and mostly by less than 2 % above.
	Uniques *uint64 `json:"uniques"`
	// DailyUniques adds up the numbers of different human visitors of each UTC
	// day, however long a key period is. A visitor who comes on several days is
	// counted on each. It is as exact as Uniques, and never more than Clicks.
	DailyUniques uint64 `json:"daily_uniques"`
	// Daily has one entry for every day of the range, zeros included.
	Daily []Point `json:"daily"`
	// Series has one entry for every bucket of the query's granularity that the
	// range touches, zeros included. The first and the last may be cut by the
	// range.
	Series []Point `json:"series,omitempty"`
	// Lost counts the clicks, of all links, that could not be recorded in the
	// range because the store did not keep up.
	Lost uint64 `json:"lost"`
	// Gone is zero when every click that was needed is in the log. Otherwise it
	// is the end of the last UTC day with clicks that were removed: up to then,
	// filtered figures lack the clicks that were removed, and where the range
	// cuts a day, visitors are counted for the whole day, and an hour that is
	// cut between its clicks is in the breakdowns of the range that ends in it.
	Gone time.Time `json:"gone,omitzero"`
}

// Clicks returns the number of human clicks.
func (p *Period) Clicks() uint64 { return p.Classes[Human] }

// Point is the requests of one bucket of time.
type Point struct {
	// Start is the beginning of the bucket, in the query's location. That of a
	// week or month may be before the range.
	Start time.Time `json:"start"`
	// Clicks is the number of human clicks.
	Clicks uint64 `json:"clicks"`
	// Classes counts the requests by class, human clicks included.
	Classes ClassCounts `json:"classes"`
}

// Count is the human clicks of one value of a dimension, or of the rest.
type Count struct {
	// Value is the value, as in "US"; "Unknown" or "Direct" where there is
	// none, empty where there is no rule or parameter, "Other" for the rest.
	Value string `json:"value"`
	// Clicks is the number of human clicks.
	Clicks uint64 `json:"clicks"`
	// Rest says that this is no value, which may be called "Other" too, but all
	// those added up that are beyond the first 1,000 of a link's day, beyond
	// 65,536 of an answer, or beyond [Query.Top].
	Rest bool `json:"rest,omitempty"`
}

// Split is how the visitors of one split were divided.
type Split struct {
	// ID is the split's id, which its rules share.
	ID string `json:"id"`
	// Variants are the rules that took visitors, sorted by their ids, and last,
	// with an empty rule, those whom none of them took.
	Variants []Variant `json:"variants"`
	// Check compares the variants with the shares they should have. nil when
	// nobody said what these are.
	Check *RatioCheck `json:"check,omitempty"`
}

// Variant is one way out of a split.
type Variant struct {
	// Rule is the id of the rule; empty for falling through.
	Rule string `json:"rule"`
	// Clicks is the number of human clicks.
	Clicks uint64 `json:"clicks"`
	// Uniques is the number of different human visitors, nil where that cannot
	// be known, as in [Period.Uniques].
	Uniques *uint64 `json:"uniques"`
	// DailyUniques adds up the visitors of each UTC day, as in
	// [Period.DailyUniques].
	DailyUniques uint64 `json:"daily_uniques"`
	// Share is the variant's part of the split's Visitors, 0 to 1.
	Share float64 `json:"share"`
}

// Visitors returns Uniques, or DailyUniques where that is nil.
func (v *Variant) Visitors() uint64 {
	if v.Uniques != nil {
		return *v.Uniques
	}
	return v.DailyUniques
}
