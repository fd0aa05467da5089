package analytics

import "time"

// FollowQuery selects the requests and conversions to follow, which this file calls
// requests. The zero value selects all, from the
// beginning of the log.
type FollowQuery struct {
	// From is the cursor to start at. Defaults to the beginning of the log.
	// recorder.Recorder.LogEnd returns its end.
	From Cursor
	// Links are the numbers of the links. nil means all.
	Links []uint32
	// MaxAge is the maximum age of a request when it is read. Older ones are
	// counted in Event.Skipped and not yielded, so a slow reader catches up at
	// once. Zero means no maximum.
	MaxAge time.Duration
}

// Event is a request with its place in the log and the counts of what is missing
// before it.
type Event struct {
	// Click is the request or conversion; see its Class.
	Click Click `json:"click"`
	// Cursor is the place after the request. Following from there yields every
	// later request and not this one.
	Cursor Cursor `json:"cursor"`
	// Skipped is the number of requests since the previous event that were older
	// than [FollowQuery.MaxAge].
	Skipped uint64 `json:"skipped"`
	// Removed is the number of flushes since the previous event that retention
	// removed before they were read. Each had at least one request of any link, or
	// lost ones. From the zero Cursor it starts at 0. Erased requests are not
	// counted.
	Removed uint64 `json:"removed"`
}
