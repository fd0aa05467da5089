package linkpack

import (
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// What goes wrong, in few words. Errors of this module wrap one of these where
// a caller can do something about it.
var (
	// ErrNotFound says that there is no such thing, or that it belongs to
	// another workspace, is archived or has not started.
	ErrNotFound = errors.New("not found")
	// ErrGone says that a link existed and works no more.
	ErrGone = errors.New("gone")
	// ErrExists says that a name is taken.
	ErrExists = errors.New("already exists")
	// ErrInvalid says that a value cannot be accepted; see [FieldError].
	ErrInvalid = routing.ErrInvalid
	// ErrUnauthorized says that a token is unknown, revoked or outdated.
	ErrUnauthorized = errors.New("unauthorized")
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
	// Index is the link's place among those that were to be created.
	Index int
	// Domain is the domain of the code.
	Domain string
	// ShortCode is the code that is taken.
	ShortCode string
}

// Error names the code.
func (e *TakenError) Error() string {
	return fmt.Sprintf("short code %q: %v", e.ShortCode, ErrExists)
}

// Unwrap returns [ErrExists].
func (e *TakenError) Unwrap() error { return ErrExists }
