package routing

import "errors"

// ErrInvalid is wrapped by all errors about values that are not accepted.
var ErrInvalid = errors.New("routing: invalid value")

// FieldError is an error about one field of the input. It wraps [ErrInvalid].
type FieldError struct {
	// Field is the path of the field, such as "rules[2].clauses[0].value".
	Field string
	// Reason says what is wrong, in a sentence without the field and a full
	// stop.
	Reason string
}

// Error returns "field: reason".
func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }
