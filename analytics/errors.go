package analytics

import (
	"errors"
	"fmt"
)

var (
	// ErrLost is wrapped by the error of recorder.Recorder.Record if the queue
	// stays full. The click is counted as lost; see [Period.Lost].
	ErrLost = errors.New("analytics: click lost")
	// ErrLate is wrapped by the error of recorder.Recorder.Record, with
	// [Options.Sync], if the click is not on disk in time. The recorder still tries
	// to write it.
	ErrLate = errors.New("analytics: click not on disk yet")
	// ErrClosed is returned by the methods of a closed recorder.Recorder.
	ErrClosed = errors.New("analytics: closed")
	// ErrDamaged is wrapped by errors about a stored value that differs from what
	// was written: its checksum is wrong or it cannot be decoded.
	ErrDamaged = errors.New("analytics: stored value is damaged")
	// ErrFormat is wrapped by errors about a stored value with a format version
	// that this release does not know.
	ErrFormat = errors.New("analytics: unknown format version")
	// ErrUnknownClick is wrapped by errors about the ID of a click that is not in the
	// log, because nobody has given it out, or because the click was erased or is
	// beyond retention.
	ErrUnknownClick = errors.New("analytics: there is no such click")
	// ErrLeased is wrapped by the error of [Store.LeaseLane] if the lane is leased
	// to another recorder. Each lane has one recorder at a time.
	ErrLeased = errors.New("analytics: lane is leased to another recorder")
	// ErrLeaseLost is wrapped by the errors of a [Lease] that has ended.
	ErrLeaseLost = errors.New("analytics: lease of the lane has ended")
)

// ImportError reports an invalid hit in an import.
type ImportError struct {
	// Index is the index of the hit, counted from 0.
	Index int
	// Err is a *[routing.FieldError], or the error of the sequence.
	Err error
}

// Error returns "hits[Index]: " and the text of Err.
func (e *ImportError) Error() string { return fmt.Sprintf("hits[%d]: %v", e.Index, e.Err) }

// Unwrap returns Err.
func (e *ImportError) Unwrap() error { return e.Err }
