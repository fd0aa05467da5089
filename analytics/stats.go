package analytics

import "time"

// Query asks for the statistics of some links over a range of time.
type Query struct {
	// Links are the numbers of the links whose clicks are added up.
	Links []uint32
	// From is the start of the range, inclusive. It is moved back to the start
	// of its day in Location.
	From time.Time
	// To is the end of the range, exclusive. It is moved on to the end of its
	// day in Location.
	To time.Time
	// Location is the time zone of days. nil means UTC.
	Location *time.Location
}

// Stats are the figures of a [Query].
type Stats struct {
	// Classes counts the requests by class. They add up to all requests.
	Classes [NumClasses]uint64
	// Daily has one entry for every day of the range, zeros included.
	Daily []Point
	// Breakdowns counts the human clicks by value, for each dimension: most
	// clicks first, then by name.
	Breakdowns map[Dimension][]Count
	// Lost counts the clicks, of all links, that could not be recorded in the
	// range because the store did not keep up.
	Lost uint64
}

// Clicks returns the number of human clicks.
func (s *Stats) Clicks() uint64 { return s.Classes[Human] }

// Point is the human clicks of one bucket of time.
type Point struct {
	// Start is the beginning of the bucket, in the query's location.
	Start time.Time
	// Clicks is the number of human clicks.
	Clicks uint64
}

// Count is the human clicks of one value of a dimension.
type Count struct {
	// Value is the value, as in "US"; "Unknown" or "Direct" where there is
	// none, "Other" for the values beyond the first 1,000 of a day.
	Value string
	// Clicks is the number of human clicks.
	Clicks uint64
}

// Dimension is something that clicks can be broken down by.
type Dimension uint8

// The dimensions. Their numbers are part of the stored format.
const (
	// ByCountry groups by ISO 3166-1 alpha-2 country code.
	ByCountry Dimension = iota + 1
	// ByDevice groups by device class, as in "Mobile".
	ByDevice
	// ByOS groups by operating system.
	ByOS
	// ByBrowser groups by browser.
	ByBrowser
	// ByLanguage groups by the visitor's first language.
	ByLanguage
	// ByReferrer groups by the referring host.
	ByReferrer
	// ByRule groups by the id of the rule that matched; "" is none.
	ByRule
	// ByDestination groups by the chosen destination.
	ByDestination
	// ByTrigger groups into "click" and "scan".
	ByTrigger
	// ByUTMSource groups by utm_source.
	ByUTMSource
	// ByUTMMedium groups by utm_medium.
	ByUTMMedium
	// ByUTMCampaign groups by utm_campaign.
	ByUTMCampaign
	// ByUTMTerm groups by utm_term.
	ByUTMTerm
	// ByUTMContent groups by utm_content.
	ByUTMContent
	// ByRegion groups by ISO 3166-2 subdivision code.
	ByRegion
	// ByCity groups by city and country.
	ByCity
)
