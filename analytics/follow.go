package analytics

import "time"

// FollowQuery chooses what is followed. The zero value is everything from the
// beginning of the log.
type FollowQuery struct {
	// From is where to begin. Defaults to the beginning of the log;
	// [recorder.Recorder.LogEnd] is its end.
	From Cursor
	// Links are the numbers of the links. nil means all.
	Links []uint32
	// MaxAge is how old a request may be when it is read. Older ones are left
	// out and counted in Event.Skipped, so that a live view which was slow
	// goes on with the present. Zero, the default, is any age.
	MaxAge time.Duration
}

// Event is a request that was followed, and what is missing before it.
type Event struct {
	// Click is the request.
	Click Click `json:"click"`
	// Cursor is the place behind it. Who keeps it and begins there later gets
	// every further request, and this one not again.
	Cursor Cursor `json:"cursor"`
	// Skipped is the number of requests, since the event before, that were older
	// than MaxAge.
	Skipped uint64 `json:"skipped"`
	// Removed is the number of flushes, since the event before, that were
	// expected in the log and are there no more, because they were beyond
	// retention before they were read. Each had at least one request, of
	// whatever link, or lost ones. Beginning at the zero Cursor expects nothing.
	// Nothing tells of requests that were erased.
	Removed uint64 `json:"removed"`
}
