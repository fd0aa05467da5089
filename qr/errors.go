package qr

import (
	"errors"

	"github.com/linkpack/linkpack-go/qr/internal/invalid"
)

// FieldError reports a design, an option or a text that cannot be drawn. Find it
// with errors.As.
type FieldError struct {
	// Field is the JSON path of what is wrong, such as
	// "dotsOptions.gradient.colorStops[1].color". For the text it is "data", and for
	// Options.Mask "mask".
	Field string
	// Reason says what is wrong, for a person.
	Reason string
}

// Error returns "qr: field: reason".
func (e *FieldError) Error() string { return (*invalid.Error)(e).Error() }

// fieldError turns the error of an internal package into a FieldError.
func fieldError(err error) error {
	if wrong, ok := errors.AsType[*invalid.Error](err); ok {
		return (*FieldError)(wrong)
	}
	return err
}
