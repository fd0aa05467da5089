package analytics

import "time"

// FollowQuery chooses what is followed. The zero value is everything from the
// beginning of the log.
type FollowQuery struct {
	// From is where to begin, such as at recorder.Recorder.LogEnd. Defaults to the
	// beginning of the log.
	From Cursor
	// Links are the numbers of the links. nil means all.
	Links []uint32
	// MaxAge is how old a request may be when it is read. Older ones are left
	// out and counted in Event.Skipped, so that a live view that fell behind
	// catches up at once. Zero, the default, means any age.
	MaxAge time.Duration
}

// Event is a request that was followed, and what is missing before it.
type Event struct {
	// Click is the request.
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
