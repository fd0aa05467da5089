// Package invalid holds the error for an option or a text that cannot be drawn.
// Package qr hands it to its callers as a FieldError.
package invalid

import "fmt"

// Error says which field is wrong and why. It has the fields of qr.FieldError.
type Error struct {
	Field  string // JSON path
	Reason string // for a person
}

// Error returns "qr: field: reason".
func (e *Error) Error() string { return "qr: " + e.Field + ": " + e.Reason }

// Field returns an Error with a formatted reason.
func Field(field, format string, args ...any) error {
	return &Error{Field: field, Reason: fmt.Sprintf(format, args...)}
}
