package qr

import (
	"errors"
	"fmt"
)

// ErrInvalid is the sentinel behind every FieldError: the design, the options
// or the text cannot be drawn as given.
var ErrInvalid = errors.New("qr: invalid")

// FieldError says which field of a design (by its JSON path) or which option
// is wrong, and why. errors.Is(err, ErrInvalid) reports true for it.
type FieldError struct {
	// Field is the JSON path, such as "dotsOptions.gradient.colorStops[1].color".
	Field string
	// Reason says what is wrong, for a person.
	Reason string
}

// Error returns "qr: field: reason".
func (e *FieldError) Error() string { return "qr: " + e.Field + ": " + e.Reason }

// Unwrap returns ErrInvalid.
func (e *FieldError) Unwrap() error { return ErrInvalid }

func invalid(field, format string, args ...any) error {
	return &FieldError{Field: field, Reason: fmt.Sprintf(format, args...)}
}
