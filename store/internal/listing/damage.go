package listing

import (
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxDamaged is the most damaged records that one error names.
const maxDamaged = 100

// Damage collects the damaged records of a list, so that the list can go on.
type Damage struct {
	errs []error
	more int
}

// Add adds a damaged record.
func (d *Damage) Add(err *linkpack.DamagedError) {
	if len(d.errs) == maxDamaged {
		d.more++
		return
	}
	d.errs = append(d.errs, err)
}

// Err returns the joined errors, or nil if there are none.
func (d *Damage) Err() error {
	if d.more == 0 {
		return errors.Join(d.errs...)
	}
	return errors.Join(append(d.errs, fmt.Errorf("%d more records: %w", d.more, linkpack.ErrDamaged))...)
}
