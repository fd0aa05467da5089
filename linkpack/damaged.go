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
	// Kind is [KindLink] or the kind of the document.
	Kind string
	// ID is the record's ID. It is empty if that cannot be read either.
	ID string
	// Err says what is damaged.
	Err error
}

// Error returns a message with the kind and ID.
func (e *DamagedError) Error() string {
	if e.ID == "" {
		return fmt.Sprintf("a %s that cannot be told: %v", e.Kind, e.Err)
	}
	return fmt.Sprintf("%s %.80q: %v", e.Kind, e.ID, e.Err)
}

// Unwrap returns [ErrDamaged] and Err.
func (e *DamagedError) Unwrap() []error { return []error{ErrDamaged, e.Err} }
