package linkpack

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// ErrDamaged is wrapped by errors about stored data that differ from what was
// written, such as a flipped bit on a disk.
var ErrDamaged = analytics.ErrDamaged

// DamagedError says that one record of a list cannot be read. It wraps
// [ErrDamaged].
type DamagedError struct {
	// Kind is [KindLink] or the kind of the document, or "clicks" for a part of the log of
	// clicks.
	Kind string
	// ID is the record's ID, or the name of the part. It is empty if that cannot be read
	// either.
	ID string
	// Err says what is damaged.
	Err error
	// Others is the number of further damaged records that the list does not name.
	// Only its last error has them.
	Others int
}

// Error returns a message with the kind and ID.
func (e *DamagedError) Error() string {
	text := fmt.Sprintf("%s %.80q: %v", e.Kind, e.ID, e.Err)
	if e.ID == "" {
		text = fmt.Sprintf("a %s that cannot be told: %v", e.Kind, e.Err)
	}
	if e.Others > 0 {
		text += fmt.Sprintf(", and %d more records", e.Others)
	}
	return text
}

// Unwrap returns [ErrDamaged] and Err.
func (e *DamagedError) Unwrap() []error { return []error{ErrDamaged, e.Err} }
