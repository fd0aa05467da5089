package linkpack

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// What goes wrong. Errors of this module wrap one of these where a caller can do
// something about it. What the error is about stands before the text, as in
// `workspace "acme": linkpack: not found`.
var (
	// ErrNotFound says that there is no such thing, or that it belongs to
	// another workspace, is archived or has not started.
	ErrNotFound = errors.New("linkpack: not found")
	// ErrGone says that a link existed and works no more.
	ErrGone = errors.New("linkpack: link is gone")
	// ErrDisabled says that a link was switched off for abuse.
	ErrDisabled = errors.New("linkpack: link is disabled")
	// ErrPassword says that a link wants a password, or another one.
	ErrPassword = errors.New("linkpack: password missing or wrong")
	// ErrThrottled says that something was tried too often; see
	// [ThrottledError].
	ErrThrottled = errors.New("linkpack: too many attempts")
	// ErrExists says that a name is taken.
	ErrExists = errors.New("linkpack: already exists")
	// ErrInvalid says that a value cannot be accepted; see [FieldError].
	ErrInvalid = routing.ErrInvalid
	// ErrUnauthorized says that a token is unknown, revoked or outdated.
	ErrUnauthorized = errors.New("linkpack: unauthorized")
	// ErrClosed says that the engine or its store has been closed.
	ErrClosed = analytics.ErrClosed
)

// FieldError says which field of the input is wrong and why. It wraps
// [ErrInvalid].
type FieldError = routing.FieldError

// invalid returns a FieldError whose reason is formatted like fmt.Sprintf does.
func invalid(field, reason string, args ...any) error {
	return &FieldError{Field: field, Reason: fmt.Sprintf(reason, args...)}
}

// TakenError says which of the links to be created or changed has a code that
// is taken. It wraps [ErrExists].
type TakenError struct {
	// Index is the link's place among those that were to be created or changed.
	Index int
	// Domain is the domain of the code.
	Domain string
	// ShortCode is the code that is taken.
	ShortCode string
	// Field is the field of the link that has the code: "short_code", or as in
	// "aliases[2].short_code". A [Shortener] sets it, a store leaves it empty.
	Field string
	// Retired says that no link has the code any more: the one that had it was
	// deleted or gave it up, and its code is never given again. A Shortener sets
	// it, a store leaves it false.
	Retired bool
}

// Error names the code.
func (e *TakenError) Error() string {
	if e.Retired {
		return fmt.Sprintf("short code %q: belonged to a link that gave it up, and is never given again", e.ShortCode)
	}
	return fmt.Sprintf("short code %q: already exists", e.ShortCode)
}

// Unwrap returns [ErrExists].
func (e *TakenError) Unwrap() error { return ErrExists }

// IndexError says for which of several links something failed.
type IndexError struct {
	// Index is the link's place among those of the call.
	Index int
	// Err is what failed.
	Err error
}

// Error names the place, once.
func (e *IndexError) Error() string {
	place, text := fmt.Sprintf("links[%d]", e.Index), e.Err.Error()
	if strings.HasPrefix(text, place) {
		return text
	}
	return place + ": " + text
}

// Unwrap returns Err.
func (e *IndexError) Unwrap() error { return e.Err }

// ThrottledError says when to try again. It wraps [ErrThrottled].
type ThrottledError struct {
	// RetryAfter is how long to wait, more than zero.
	RetryAfter time.Duration
}

// Error names the time to wait.
func (e *ThrottledError) Error() string {
	return fmt.Sprintf("%v, try again in %v", ErrThrottled, e.RetryAfter)
}

// Unwrap returns [ErrThrottled].
func (e *ThrottledError) Unwrap() error { return ErrThrottled }
