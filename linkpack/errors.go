package linkpack

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// Errors that callers can handle. Other errors of this module wrap them, so test
// for them with [errors.Is]. The text before them says what an error is about, as
// in `workspace "acme": linkpack: not found`.
var (
	// ErrNotFound means that there is no such link, document or workspace, that
	// it belongs to another workspace, or that a link is archived or has not
	// started.
	ErrNotFound = errors.New("linkpack: not found")
	// ErrGone means that a link was deleted, has expired or is used up, or that
	// rows of the change log have been trimmed.
	ErrGone = errors.New("linkpack: gone")
	// ErrDisabled means that a link was disabled for abuse.
	ErrDisabled = errors.New("linkpack: link is disabled")
	// ErrPassword means that a link's password is missing or wrong.
	ErrPassword = errors.New("linkpack: password missing or wrong")
	// ErrThrottled means that there were too many attempts; see
	// [ThrottledError].
	ErrThrottled = errors.New("linkpack: too many attempts")
	// ErrLoop means that a short link leads back to itself, or through more than
	// five others.
	ErrLoop = errors.New("linkpack: short links lead in a circle")
	// ErrExists means that a code, ID or other unique name is taken.
	ErrExists = errors.New("linkpack: already exists")
	// ErrNotEmpty means that a group cannot be deleted, since it has links or groups.
	ErrNotEmpty = errors.New("linkpack: not empty")
	// ErrInvalid means that a value is invalid; see [FieldError].
	ErrInvalid = routing.ErrInvalid
	// ErrForbidden means that the [Scope] of a principal does not allow a call.
	ErrForbidden = errors.New("linkpack: forbidden")
	// ErrUnauthorized means that a token is unknown, revoked or expired.
	ErrUnauthorized = errors.New("linkpack: unauthorized")
	// ErrClosed means that the Shortener or its store has been closed.
	ErrClosed = analytics.ErrClosed
)

// FieldError says which field of the input is invalid and why. It wraps
// [ErrInvalid].
type FieldError = routing.FieldError

// invalid returns a FieldError with a reason formatted by fmt.Sprintf.
func invalid(field, reason string, args ...any) error {
	return &FieldError{Field: field, Reason: fmt.Sprintf(reason, args...)}
}

// TakenError says that a code or the external ID of a link to be created or changed
// is taken. It wraps [ErrExists].
type TakenError struct {
	// Index is the link's index among the links of the call.
	Index int
	// ExternalID is the external ID that is taken. It is empty if a code is taken;
	// otherwise Domain and ShortCode are empty.
	ExternalID string
	// Domain is the domain of the code.
	Domain string
	// ShortCode is the code that is taken.
	ShortCode string
	// Field is the link's field that is wrong: "short_code", an alias such as
	// "aliases[2].short_code", or "external_id". A [Shortener] sets it; a store
	// leaves it empty.
	Field string
	// Retired says that no link has the code now. It was that of a link of another
	// workspace, which was deleted or gave it up, and is never given to this one.
	// A Shortener sets it; a store leaves it false.
	Retired bool
}

// Error returns a message with the code or external ID.
func (e *TakenError) Error() string {
	switch {
	case e.ExternalID != "":
		return fmt.Sprintf("external id %q: already exists", e.ExternalID)
	case e.Retired:
		return fmt.Sprintf("short code %q: belonged to a link of another workspace, and is never given again", e.ShortCode)
	}
	return fmt.Sprintf("short code %q: already exists", e.ShortCode)
}

// Unwrap returns [ErrExists].
func (e *TakenError) Unwrap() error { return ErrExists }

// IndexError says which of several links caused an error.
type IndexError struct {
	// Index is the link's index among the links of the call.
	Index int
	// Err is the error.
	Err error
}

// Error returns the message of Err after the index, unless that message begins
// with the index already.
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
	// RetryAfter is how long to wait. It is positive.
	RetryAfter time.Duration
}

// Error returns a message with the time to wait.
func (e *ThrottledError) Error() string {
	return fmt.Sprintf("%v, try again in %v", ErrThrottled, e.RetryAfter)
}

// Unwrap returns [ErrThrottled].
func (e *ThrottledError) Unwrap() error { return ErrThrottled }
