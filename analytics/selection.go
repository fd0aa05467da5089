package analytics

import "time"

// Selection selects recorded requests. The zero value selects all of them.
//
// An audit recounts whole UTC days, from the day of From to the day in which the
// range ends.
type Selection struct {
	// Links are the numbers of the links. nil selects all links, and an empty slice
	// selects none.
	Links []uint32
	// From is the time of the earliest request. Zero means no limit.
	From time.Time
	// To is the end of the range: requests before it are selected. Zero means no
	// limit.
	To time.Time
}
