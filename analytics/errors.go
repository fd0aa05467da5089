package analytics

import (
	"errors"
	"fmt"
)

var (
	// ErrLost is wrapped by recorder.Recorder.Record when the queue stayed full.
	// The click is counted as lost, see [Period.Lost].
	ErrLost = errors.New("analytics: click lost")
	// ErrLate is wrapped by recorder.Recorder.Record with [Options.Sync] when the
	// click was not on disk in time. The recorder goes on trying to write it.
	ErrLate = errors.New("analytics: click not on disk yet")
	// ErrClosed is returned by a recorder.Recorder that was closed.
	ErrClosed = errors.New("analytics: closed")
	// ErrDamaged is wrapped by every error that says a stored value is not what
	// was written: its checksum does not match or it cannot be decoded.
	ErrDamaged = errors.New("analytics: stored value is damaged")
	// ErrFormat is wrapped by every error that says a stored value has a format
	// version that this release does not know.
	ErrFormat = errors.New("analytics: unknown format version")
	// ErrLeased is wrapped by [Store.LeaseLane] when somebody else writes to the
	// lane. Each lane has one recorder at a time.
	ErrLeased = errors.New("analytics: lane is leased to another recorder")
	// ErrLeaseLost is wrapped by the methods of a [Lease] that has ended.
	ErrLeaseLost = errors.New("analytics: lease of the lane has ended")
)

// ImportError says which hit of an import is wrong.
type ImportError struct {
	// Index is its place among the hits, from 0.
	Index int
	// Err is what is wrong with it: a *[routing.FieldError], or the error of
	// the sequence.
	Err error
}

// Error returns "hits[Index]: " and the text of Err.
func (e *ImportError) Error() string { return fmt.Sprintf("hits[%d]: %v", e.Index, e.Err) }

// Unwrap returns Err.
func (e *ImportError) Unwrap() error { return e.Err }
