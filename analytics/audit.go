package analytics

import "time"

// Audit is the result of comparing the stored figures with the click log.
type Audit struct {
	// Clicks is the number of requests, of every class, that were recounted. These
	// are the ones that rollups include: usually all but those of the last seconds.
	Clicks uint64 `json:"clicks"`
	// Rollups is the number of pairs of a day and a link that were compared.
	Rollups int `json:"rollups"`
	// Findings are the differences, at most 10,000, those of the log first. If there
	// are none, every figure is right.
	Findings []Finding `json:"findings"`
	// Omitted is the number of further differences.
	Omitted int `json:"omitted,omitempty"`
	// Beyond are the UTC days, in order, whose rollups could not be recounted
	// because retention removed some or all of their clicks.
	Beyond []time.Time `json:"beyond,omitempty"`
}
