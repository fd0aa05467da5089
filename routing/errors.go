package routing

import "errors"

// ErrInvalid is wrapped by every error that says a value cannot be accepted.
var ErrInvalid = errors.New("invalid value")

// FieldError says which field of the input is wrong and why. It wraps
// [ErrInvalid].
type FieldError struct {
	// Field is the path of the field, as in "rules[2].clauses[0].value".
	Field string
	// Reason is a sentence without a full stop that a person can act on.
	Reason string
}

// Error returns "field: reason".
func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }
