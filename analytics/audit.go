package analytics

import "time"

// Audit is the result of comparing the stored statistics with the click log.
type Audit struct {
	// Clicks is the number of recounted requests, of all classes. It usually
	// includes all but those of the last seconds, which are not in rollups yet.
	Clicks uint64 `json:"clicks"`
	// Rollups is the number of rollups compared, each of a link on a day.
	Rollups int `json:"rollups"`
	// Findings are the differences, at most 10,000. Those of the log are first. If
	// there are none, all statistics are right.
	Findings []Finding `json:"findings"`
	// Omitted is the number of further differences.
	Omitted int `json:"omitted,omitempty"`
	// Beyond are the UTC days, in ascending order, that could not be recounted
	// because retention removed some or all of their clicks.
	Beyond []time.Time `json:"beyond,omitempty"`
}
