package qr

import (
	"errors"

	"github.com/linkpack/linkpack-go/qr/internal/mend"
)

// Safe says what Draw does about a design that scanners would not read.
type Safe int

// The values of Safe.
const (
	// SafeOff draws the design as it is; the default.
	SafeOff Safe = iota
	// SafeMend changes level, version, size of the image, finder and alignment
	// patterns, and margin. A gradient across the centres of the finder patterns
	// becomes its darkest colour. All other colours stay, and Code.Warnings returns
	// what is still wrong.
	SafeMend
	// SafeRequire is like SafeMend, but Draw returns an error if a warning
	// remains.
	SafeRequire
)

// Change is an option that SafeMend or SafeRequire changed.
type Change struct {
	// Field is the JSON path of the option.
	Field string `json:"field"`
	// From is its value before.
	From string `json:"from"`
	// To is its value after.
	To string `json:"to"`
	// Check is the check that the design did not pass.
	Check Check `json:"check"`
}

// Changes returns what Safe changed.
func (c *Code) Changes() []Change {
	var list []Change
	for _, m := range c.changes {
		list = append(list, newChange(m))
	}
	return list
}

func newChange(m mend.Change) Change {
	return Change{Field: m.Field, From: m.From, To: m.To, Check: Check(m.Check)}
}

// asError returns the warnings as FieldErrors, joined, or nil if there are none.
func asError(warnings []Warning) error {
	var errs []error
	for _, w := range warnings {
		errs = append(errs, &FieldError{Field: w.Field, Reason: w.Reason})
	}
	return errors.Join(errs...)
}
