package analytics

import "errors"

var (
	// ErrLost is wrapped by [Recorder.Record] when a hit found no room in the
	// queue in time. It is counted, and reported in the log as a gap.
	ErrLost = errors.New("click lost")
	// ErrLate is wrapped by [Recorder.Record] in sync mode when the click was
	// not on disk in time. The recorder goes on trying to write it.
	ErrLate = errors.New("click not on disk yet")
	// ErrClosed is returned by a [Recorder] that was closed.
	ErrClosed = errors.New("closed")
	// ErrDamaged is wrapped by every error that says a stored value is not what
	// was written: its checksum does not match or it cannot be decoded.
	ErrDamaged = errors.New("stored value is damaged")
	// ErrFormat is wrapped by every error that says a stored value has a format
	// version that this release does not know.
	ErrFormat = errors.New("unknown format version")
	// ErrLeased is wrapped by [Store.LeaseLane] when somebody else writes to the
	// lane. Each lane has one recorder at a time.
	ErrLeased = errors.New("lane is leased to another recorder")
	// ErrLeaseLost is wrapped by the methods of a [Lease] that has ended.
	ErrLeaseLost = errors.New("lease of the lane has ended")
)
