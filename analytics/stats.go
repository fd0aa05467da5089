package analytics

import "time"

// Query selects links, a range of time and the statistics to return for them.
type Query struct {
	// Links are the numbers of the links. Their clicks are added up.
	Links []uint32
	// Workspace is the number of a workspace; see [Plan.Workspace]. It selects all
	// its links and is used instead of Links. 0 means none.
	Workspace uint32
	// From is the start of the range. It is moved back to the start of its day in
	// Location, unless Exact is set.
	From time.Time
	// To is the end of the range, which is not included. It is moved forward to
	// the end of its day in Location, unless Exact is set. A range has at most 36,600
	// days.
	To time.Time
	// Exact keeps the times of From and To: they are moved to the start and the end of
	// the quarter of an hour that they are in, not of the day. The first and the last
	// day, and buckets, then have only the part in the range. Such edges cost as much as
	// edges of days that are inside a UTC day; see recorder.Recorder.Stats.
	Exact bool
	// Location is the time zone of hours, days, weeks and months. nil means UTC.
	Location *time.Location
	// Granularity selects a [Period.Series] of hours, days, weeks or months. Zero
	// means no series. With [Hourly], the range has at most 36,600 hours.
	Granularity Granularity
	// Top is the maximum number of values in each breakdown, and of kinds of
	// conversions. All others are added up in a last [Count] or [ConversionCount] with
	// Rest set. Zero means no maximum.
	Top int
	// Filter selects the requests that have, in each given dimension, one of the
	// given values, written as in breakdowns, such as "Unknown" or "Direct". nil
	// selects all. Filtered statistics are counted from the click log, so their
	// cost grows with the number of clicks in the range, selected or not, and they
	// lack clicks that were removed from the log; see [Period.Gone]. A filter can
	// select any value, even one that is in the Rest of a breakdown.
	Filter map[Dimension][]string
	// Compare adds [Stats.Previous].
	Compare bool
}

// Stats are the statistics for a [Query].
type Stats struct {
	// Period has the totals and the series.
	Period
	// Breakdowns are the human clicks by value, for each dimension. They are sorted
	// by clicks in descending order, then by value.
	Breakdowns map[Dimension][]Count `json:"breakdowns"`
	// Hours are the human clicks by [time.Weekday] and hour of the day, in the
	// query's Location.
	Hours [7][24]uint64 `json:"hours"`
	// Splits show how the visitors of each split were divided, sorted by ID. They
	// are set for a query of one link only.
	Splits []Split `json:"splits,omitempty"`
	// ConversionKinds are the conversions by kind and currency. They are sorted by
	// count in descending order, then by kind and currency.
	ConversionKinds []ConversionCount `json:"conversion_kinds,omitempty"`
	// Previous are the totals and the series of the same number of days directly
	// before the range or, with Exact, of the same time. It is nil unless Compare is set
	// in the query.
	Previous *Period `json:"previous,omitempty"`
}

// Period has the statistics of a range of time.
type Period struct {
	// From is the start of the range, as moved by the [Query].
	From time.Time `json:"from"`
	// To is the end of the range, exclusive, as moved by the [Query].
	To time.Time `json:"to"`
	// Classes are the requests by class. Their sum is the number of all requests.
	Classes ClassCounts `json:"classes"`
	// Uniques is the number of different human visitors. It is nil unless the range
	// lies within one key period, which is a UTC day or 30 of them as
	// [Options.KeyDays] says, since visitors cannot be recognized in another
	// period. For up to 4,096 visitors of a link on a day the error is at most 1; for
	// more it is mostly below 2 %.
	Uniques *uint64 `json:"uniques"`
	// DailyUniques is the sum of the numbers of different human visitors on each
	// UTC day, for any length of key periods. A visitor who comes on several days
	// counts once for each. It is as exact as Uniques, and at most Clicks.
	DailyUniques uint64 `json:"daily_uniques"`
	// Conversions is the number of conversions in the range. A conversion counts when
	// it happens, which may be days after its click.
	Conversions uint64 `json:"conversions"`
	// Converted is the number of clicks whose first conversion is in the range, however
	// many conversions follow.
	Converted uint64 `json:"converted"`
	// Daily has one point for each day of the range, even if it has no requests.
	Daily []Point `json:"daily"`
	// Series has one point for each bucket of the query's Granularity that overlaps
	// the range, even if it has no requests. Of the first and the last bucket, only
	// the part in the range is counted.
	Series []Point `json:"series,omitempty"`
	// Lost is the number of clicks of all links that could not be recorded in the
	// range because the store did not keep up.
	Lost uint64 `json:"lost"`
	// Gone is zero if all clicks that were needed are in the log. Otherwise it is
	// the end of the last UTC day from which clicks were removed. Before that time,
	// statistics are less exact: filtered ones lack the removed clicks. If the range
	// includes only part of a UTC day, visitors are counted for the whole day. An
	// hour that is cut between its clicks is in the breakdowns of the range that
	// ends in it.
	Gone time.Time `json:"gone,omitzero"`
}

// Clicks returns the number of human clicks.
func (p *Period) Clicks() uint64 { return p.Classes[Human] }

// Point has the requests of one bucket of time.
type Point struct {
	// Start is the start of the bucket, in the query's Location. A week or month
	// may start before the range.
	Start time.Time `json:"start"`
	// Clicks is the number of human clicks.
	Clicks uint64 `json:"clicks"`
	// Classes are the requests by class, including human clicks.
	Classes ClassCounts `json:"classes"`
	// Conversions is the number of conversions.
	Conversions uint64 `json:"conversions"`
}

// Count has the human clicks of one value of a dimension, or of the rest.
type Count struct {
	// Value is the value, such as "US". Without a value it is "Unknown" or "Direct",
	// or empty for a rule, UTM parameter or placement. For the rest it is "Other".
	Value string `json:"value"`
	// Clicks is the number of human clicks.
	Clicks uint64 `json:"clicks"`
	// Rest says that this is the sum of all other values: those beyond [Query.Top],
	// beyond the first 1,000 of a link on a day, and beyond 65,536 in total. A
	// value may be called "Other" too, without Rest.
	Rest bool `json:"rest,omitempty"`
}

// Split shows how the visitors of a split were divided.
type Split struct {
	// ID is the ID of the split, which its rules have in common.
	ID string `json:"id"`
	// Variants are the rules that visitors got, sorted by ID. The last one, with
	// an empty Rule, has the visitors who got none of them.
	Variants []Variant `json:"variants"`
	// Days is the number of UTC days on which the link may have been clicked in the
	// range, and so the number of times that a visitor may be in DailyUniques.
	Days int `json:"days"`
	// Check compares the variants with their expected shares. It is nil if those
	// are unknown.
	Check *RatioCheck `json:"check,omitempty"`
}

// Variant is one outcome of a split.
type Variant struct {
	// Rule is the ID of the rule. It is empty for visitors who got none of the rules.
	Rule string `json:"rule"`
	// Clicks is the number of human clicks.
	Clicks uint64 `json:"clicks"`
	// Uniques is the number of different human visitors. It is nil if that cannot
	// be known; see [Period.Uniques].
	Uniques *uint64 `json:"uniques"`
	// DailyUniques is the sum of the visitors of each UTC day; see
	// [Period.DailyUniques].
	DailyUniques uint64 `json:"daily_uniques"`
	// Share is the variant's share of the split's visitors, from 0 to 1.
	Share float64 `json:"share"`
	// Conversions is the number of conversions of the variant's clicks.
	Conversions uint64 `json:"conversions"`
	// Converted is the number of clicks with a first conversion; see
	// [Period.Converted].
	Converted uint64 `json:"converted"`
}

// Visitors returns Uniques, or DailyUniques if Uniques is nil.
func (v *Variant) Visitors() uint64 {
	if v.Uniques != nil {
		return *v.Uniques
	}
	return v.DailyUniques
}

// LinkRequests are the requests to single links in a range of days, and the conversions
// of the links.
type LinkRequests struct {
	// From is the start of the range, as moved by the [Query].
	From time.Time
	// To is the end of the range, exclusive, as moved by the [Query].
	To time.Time
	// Links are the numbers of the links, rising.
	Links []uint32
	// Classes are the requests to each of Links, by class.
	Classes []ClassCounts
	// Conversions are those of each of Links. Of a link, the first 1,000 kinds are told
	// apart, and all others are the rest.
	Conversions []LinkConversions
}
