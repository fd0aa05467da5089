package analytics

import "time"

// AuditQuery chooses the rollups that are recounted. The zero value is all of
// them.
type AuditQuery struct {
	// Links are the numbers of the links. Empty means all.
	Links []uint32
	// From is a time in the first UTC day. Zero means the first there is.
	From time.Time
	// To is the end of the range, exclusive; its UTC day is recounted as a
	// whole. Zero means no end.
	To time.Time
}

// Audit says how the rollups compare with the click log.
type Audit struct {
	// Clicks is the number of requests, of every class, that were recounted:
	// all that rollups have, which is mostly all but those of the last seconds.
	Clicks uint64 `json:"clicks"`
	// Rollups is the number of pairs of a day and a link that were compared.
	Rollups int `json:"rollups"`
	// Findings are the differences, at most 10,000, those of the log first.
	// None means that every figure is what the log gives.
	Findings []Finding `json:"findings"`
	// Omitted is the number of further differences.
	Omitted int `json:"omitted,omitempty"`
	// Beyond are the UTC days, in order, of which rollups could not be
	// recounted, because their clicks are, or some of them are, beyond
	// retention.
	Beyond []time.Time `json:"beyond,omitempty"`
}
