package analytics

import "time"

// Selection chooses recorded requests. The zero value is all of them.
//
// An audit looks at whole UTC days: the one of From, the one in which the range
// ends, and those between.
type Selection struct {
	// Links are the numbers of the links. nil means all; none of them, nothing.
	Links []uint32
	// From is the earliest time. Zero means no limit.
	From time.Time
	// To is the time before which they came. Zero means no limit.
	To time.Time
}
