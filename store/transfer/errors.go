package transfer

import "errors"

// Reasons why [Copy] refuses a store, and why one cannot be opened.
var (
	// ErrNotEmpty says that the destination has something else than an unfinished copy.
	ErrNotEmpty = errors.New("transfer: the destination is not empty")
	// ErrInUse says that somebody records clicks in a store, or changes it.
	ErrInUse = errors.New("transfer: the store is in use")
	// ErrChanged says that the source is not as it was when the copy began, or another
	// one. Nothing can be done with the destination but to remove it.
	ErrChanged = errors.New("transfer: the copy began with another source, or it has changed")
	// ErrDiffers says that the destination does not have what was written to it.
	ErrDiffers = errors.New("transfer: the copy differs from the source")
	// ErrUnfinished says that a copy to a store has begun and not ended.
	ErrUnfinished = errors.New("transfer: a copy to the store is unfinished")
)
